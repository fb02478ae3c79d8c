"""A delivery, made intact and then broken."""
import base64
import copy

import senders_b  # noqa: F401  (each part adds its senders)
import senders_c  # noqa: F401
import senders_d  # noqa: F401
from rand import R
from senders_a import F
from sign import SCHEMES


class Delivery:
    def __init__(self, sender, seed, url=None, method=None, secret=None, body=None, edit=None, scheme=None, ident=None, ct=None, lag=None, length=None, proxy=False, need=None, at=None):
        f = F[sender]
        self.r = r = R(seed)
        self.sender, self.scheme = sender.split(":")[0], scheme or f["scheme"]
        self.t = r.int(1750000000000, 1792000000000)
        self.t = at or self.t
        self.ident = ident
        self.secret = secret if isinstance(secret, str) else secret(r) if secret else f["secret"](r)
        self.url, self.method = url or f["url"], method or f["method"]
        made = body(r, self.t) if body else f["body"](r, self.t)
        if isinstance(made, tuple):
            made, self.adyen = made
        if edit:
            made = edit(made)
        self.body = made if isinstance(made, bytes) else made.encode("utf-8")
        if sender.startswith("dropbox-sign"):
            self.event = "signature_request_viewed"
        self.headers = [["Content-Type", ct or f["ct"]]]
        if f["ua"]:
            self.headers.append(["User-Agent", f["ua"]])
        self.headers += f["extra"](r, self.t)
        SCHEMES[self.scheme](self, self.secret, self.t)
        if length is None:
            length = R(seed + '/length').int(0, 1) == 1
        if length:
            self.headers.append(["Content-Length", str(len(self.body))])
        if proxy:
            host = self.url.split("/")[2]
            self.headers += [["X-Forwarded-For", "203.0.113." + str(r.int(2, 250))], ["X-Forwarded-Proto", "https"], ["X-Forwarded-Host", host]]
        self.now = self.t + (lag if lag is not None else r.int(180, 3600))
        self.secrets, self.old, self.other = [self.secret], [], []
        self.framework = None

    def copy(self):
        return copy.deepcopy(self)

    # ---- parts

    def head(self, name):
        got = [h for h in self.headers if h[0].lower() == name.lower()]
        if not got:
            raise KeyError(name)
        return got[0]

    def set(self, name, value):
        h = self.head(name)
        h[1] = value(h[1]) if callable(value) else value

    def drop(self, *names):
        for n in names:
            self.head(n)
        self.headers = [h for h in self.headers if h[0].lower() not in [n.lower() for n in names]]

    def rename(self, name, new):
        self.head(name)[0] = new

    def add(self, name, value):
        self.headers.append([name, value])

    def sig(self):
        """The name of the header with the signature."""
        names = ["signature", "hmac", "x-trello-webhook", "x-gitlab-token", "secret-token", "dg-token", "x-buildkite-token", "authorization"]
        for want in names:
            for k, _ in self.headers:
                low = k.lower()
                if want in low and not low.endswith(("timestamp", "version", "algorithm")):
                    return k
        raise KeyError("signature")

    def parts(self):
        return dict(secrets=list(self.secrets), method=self.method, url=self.url, headers=[list(h) for h in self.headers], bodyBase64=base64.b64encode(self.body).decode())

    def for_verify(self):
        return dict(secrets=self.secrets, method=self.method, url=self.url, headers=self.headers, body=self.body, nowMs=self.now)
