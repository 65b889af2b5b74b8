"""Compile the modules of the playground with the Python that runs them (build.mjs).

Comments and docstrings are left out, but for what the page shows of plugins.
"""

import os
import py_compile
import zipfile

MODULES = "/made/modules"

#: Where docstrings are what people read.
SHOWN = "corefile/coredns/plugins/"

with zipfile.ZipFile("/modules.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for folder, _, names in sorted(os.walk(MODULES)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, MODULES)
            mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
            py_compile.compile(
                path, "/compiled", inside, True, 1 if inside.startswith(SHOWN) else 2, mode
            )
            with open("/compiled", "rb") as file:
                info = zipfile.ZipInfo(f"{inside}c")
                archive.writestr(info, file.read(), zipfile.ZIP_DEFLATED)
