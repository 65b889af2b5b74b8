"""Has the tests run as where PyYAML is built without libyaml: pytest -p tests.pure_yaml."""

import sys

import yaml

assert "corefile.documents" not in sys.modules, "it is too late to choose a loader"
if yaml.__with_libyaml__:
    del yaml.CSafeLoader


def pytest_report_header() -> str:
    return f"PyYAML {yaml.__version__} without libyaml"
