"""Invented values, the same at every run."""
import base64
import datetime
import random
import uuid


class R:
    def __init__(self, seed):
        self.rng = random.Random("blind/" + seed)

    def hx(self, n):
        return "".join(self.rng.choice("0123456789abcdef") for _ in range(n))

    def al(self, n):
        return "".join(self.rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") for _ in range(n))

    def up(self, n):
        return "".join(self.rng.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(n))

    def lo(self, n):
        return "".join(self.rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(n))

    def raw(self, n):
        return bytes(self.rng.randrange(256) for _ in range(n))

    def b64(self, n):
        return base64.b64encode(self.raw(n)).decode()

    def b64u(self, n):
        return base64.urlsafe_b64encode(self.raw(n)).decode().rstrip("=")

    def num(self, n):
        return str(self.rng.randrange(1, 10)) + "".join(str(self.rng.randrange(10)) for _ in range(n - 1))

    def int(self, a, b):
        return self.rng.randrange(a, b + 1)

    def uuid(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def pick(self, *a):
        return self.rng.choice(a)

    def name(self):
        """A name with characters of Latin-1 beyond ASCII."""
        return self.pick("Zoë Brändle", "José Núñez", "Søren Ågård", "François Lefèvre", "Jürgen Weiß", "Inês Conceição")

    def ascii_name(self):
        return self.pick("Dana Whitfield", "Marcus Oyelaran", "Priya Raman", "Tom Hollis", "Grace Nakamura", "Owen Pike")

    def mail(self):
        return self.pick("dana", "m.oyelaran", "priya.r", "thollis", "grace") + str(self.int(10, 99)) + "@" + \
            self.pick("northlight.example", "fieldwork.example", "paperkite.example", "cobalt-yard.example")

    def money(self):
        return f"{self.int(11, 480)}.{self.pick('10', '20', '50', '90', '40')}"


def iso(ms, frac=0, z="Z"):
    d = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    text = d.strftime("%Y-%m-%dT%H:%M:%S")
    if frac:
        text += f".{(ms % 1000) * 10 ** max(0, frac - 3):0{frac}d}"
    return text + z


def http_date(ms):
    d = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    return d.strftime("%a, %d %b %Y %H:%M:%S GMT")
