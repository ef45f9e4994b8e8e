"""`make bench [ARGS="city|province" ARGS="arrange"]`: run the benchmarks and print ratios.

Every module here has `run(size) -> dict` with plain numbers; size is "city" (12,820 candidates) or
"province" (400,000). Absolute seconds depend on the machine; the ratios are what counts.
"""

import argparse
import importlib
import os
import platform

SUITES = ["arrange", "import_roster", "tickets"]


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("size", nargs="?", default="city", choices=["city", "province"])
    ask.add_argument("suites", nargs="*", default=SUITES)
    options = ask.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores")
    for name in options.suites:
        print(f"\n{name} ({options.size})")
        for key, value in importlib.import_module(f"benchmarks.{name}").run(options.size).items():
            shown = f"{value:,.3f}" if isinstance(value, float) else value
            print(f"  {key:<48}{shown:>16}")


if __name__ == "__main__":
    main()
