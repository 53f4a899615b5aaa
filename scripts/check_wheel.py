"""Checks the installed wheel: it works, and it brings its own libraries."""

import importlib.metadata
import importlib.resources
import pathlib
import sysconfig

import actionplan as ap

site_packages = sysconfig.get_path("platlib")
mapped = {
    line.split(maxsplit=5)[5]
    for line in pathlib.Path("/proc/self/maps").read_text().splitlines()
    if "libabsl" in line
}
foreign = sorted(path for path in mapped if not path.startswith(site_packages))
assert mapped, "Abseil should be in use"
assert not foreign, f"libraries from outside the wheel: {foreign}"

assert ap.__version__ == importlib.metadata.version("actionplan")
files = {file.name for file in importlib.resources.files(ap).iterdir()}
assert {"py.typed", "_core.pyi", "templates"} <= files, sorted(files)
assert ap.parse_due("March / April 2018").last.isoformat() == "2018-04-30"

print(f"actionplan {ap.__version__}: {len(mapped)} libraries, all its own")
