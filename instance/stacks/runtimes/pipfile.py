"""Prints a Pipfile's packages as requirements, which uv reads."""
import tomllib

with open("Pipfile", "rb") as file:
    pipfile = tomllib.load(file)
for option, source in zip(["--index-url", "--extra-index-url"], pipfile.get("source", [])):
    if "$" not in source["url"]:
        print(option, source["url"])
for name, wanted in pipfile.get("packages", {}).items():
    wanted = wanted if isinstance(wanted, dict) else {"version": wanted}
    extras = f"[{','.join(wanted['extras'])}]" if "extras" in wanted else ""
    version = wanted.get("version", "*")
    if "git" in wanted:
        version = f" @ git+{wanted['git']}" + (f"@{wanted['ref']}" if "ref" in wanted else "")
    markers = f" ; {wanted['markers']}" if "markers" in wanted else ""
    print(name + extras + ("" if version == "*" else version) + markers)
