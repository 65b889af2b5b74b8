"""What all tests share: how long and how evenly Hypothesis looks for counter-examples."""

import os

from hypothesis import HealthCheck, settings

#: The machines that tests run on are slow at times; how long an example takes says nothing.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=20_000)
#: No run of the program leaves anything behind, or finds what another left; only what is built of
#: CoreDNS to compare with is kept for the next time.
os.environ.setdefault("ORACLE_CACHE", os.environ.get("XDG_CACHE_HOME", ""))
os.environ["XDG_CACHE_HOME"] = os.devnull

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
