"""Reads a JSON list of addresses and writes whether `ipaddress` considers each globally reachable."""

import ipaddress
import json
import sys

addresses = json.load(sys.stdin)
json.dump({
    "version": sys.version.split()[0],
    "isGlobal": [ipaddress.ip_address(each).is_global for each in addresses],
}, sys.stdout)
