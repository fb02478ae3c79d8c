"""JSON texts as several languages and products write them."""
import decimal
import json
import re


class Num(str):
    """A number token, kept as it was written."""


def parse(text):
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(text, parse_int=Num, parse_float=Num, parse_constant=Num)


def es_number(token):
    """The token after a round trip through a double, as ECMAScript writes it."""
    x = float(token)
    if x == 0:
        return "0"
    sign = "-" if x < 0 else ""
    _, digits, exp = decimal.Decimal(repr(abs(x))).normalize().as_tuple()
    text = "".join(map(str, digits))
    n = len(text) + exp
    k = len(text)
    if k <= n <= 21:
        return sign + text + "0" * (n - k)
    if 0 < n <= 21:
        return sign + text[:n] + "." + text[n:]
    if -6 < n <= 0:
        return sign + "0." + "0" * -n + text
    e = n - 1
    mantissa = text[0] + ("." + text[1:] if k > 1 else "")
    return f"{sign}{mantissa}e{'+' if e > 0 else '-'}{abs(e)}"


def is_integer(token):
    return re.fullmatch(r"-?\d+", token) is not None


def py_number(token):
    return token if is_integer(token) else repr(float(token))


def php_number(token):
    if is_integer(token):
        return token
    x = float(token)
    return str(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)


def gson_number(token):
    """Gson reads every number of a Map<String, Object> as a Double."""
    x = float(token)
    if x == int(x) and abs(x) < 1e7:
        return f"{int(x)}.0"
    if 1e-3 <= abs(x) < 1e7:
        return repr(x)
    mantissa, exp = f"{decimal.Decimal(repr(x)):E}".split("E")
    digits = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    if "." not in digits:
        digits += ".0"
    return f"{digits}E{int(exp)}"


def float_keep(token):
    """Integers stay, other numbers lose their trailing zeros but one (Jackson, serde_json, Ruby)."""
    return token if is_integer(token) else repr(float(token))


def string(s, ascii=False, upper=False, slash=False, html="", close_tag=False, controls_short=True):
    out = ['"']
    short = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    hexa = "{:04X}" if upper else "{:04x}"
    prev = ""
    for ch in s:
        code = ord(ch)
        if ch in html:
            out.append("\\u" + hexa.format(code))
        elif ch == '"':
            out.append('\\"')
        elif ch == "\\":
            out.append("\\\\")
        elif ch == "/" and (slash or (close_tag and prev == "<")):
            out.append("\\/")
        elif ch in short and controls_short:
            out.append(short[ch])
        elif code < 0x20:
            out.append("\\u" + hexa.format(code))
        elif ascii and code > 0x7E:
            if code > 0xFFFF:
                c = code - 0x10000
                out.append("\\u" + hexa.format(0xD800 + (c >> 10)) + "\\u" + hexa.format(0xDC00 + (c & 0x3FF)))
            else:
                out.append("\\u" + hexa.format(code))
        else:
            out.append(ch)
        prev = ch
    out.append('"')
    return "".join(out)


def write(v, indent=None, comma=",", colon=":", empty="tight", sort=None, num=None, level=0, nl="\n", **esc):
    """indent: text of one level, or None. empty: tight `{}`, lines as Stripe writes them."""
    num = num or (lambda t: t)
    again = dict(indent=indent, comma=comma, colon=colon, empty=empty, sort=sort, num=num, level=level + 1, nl=nl, **esc)
    if v is None:
        return "null"
    if v is True:
        return "true"
    if v is False:
        return "false"
    if isinstance(v, Num):
        return num(v)
    if isinstance(v, str):
        return string(v, **esc)
    if isinstance(v, (int, float)):
        return num(Num(repr(v)))
    is_map = isinstance(v, dict)
    a, b = ("{", "}") if is_map else ("[", "]")
    if not v:
        if indent is not None and empty == "lines":
            pad = nl + indent * level
            return a + pad + b if is_map else a + nl + pad + b
        return a + b
    if is_map:
        items = list(v.items())
        if sort:
            items.sort(key=lambda kv: sort(kv[0]))
        parts = [string(k, **esc) + colon + write(w, **again) for k, w in items]
    else:
        parts = [write(w, **again) for w in v]
    if indent is None:
        return a + comma.join(parts) + b
    pad = nl + indent * (level + 1)
    return a + pad + ("," + pad).join(parts) + nl + indent * level + b


# How senders and receivers write JSON. Each takes a value (or the text or bytes of one) and gives a text.

def value(v):
    return parse(v) if isinstance(v, (str, bytes)) else v


def compact(v, **kw):
    return write(value(v), **kw)


def js_order(v):
    """JavaScript lists integer-like keys first, in ascending order."""
    if isinstance(v, dict):
        ints = sorted((k for k in v if re.fullmatch(r"0|[1-9]\d{0,9}", k)), key=int)
        return {k: js_order(v[k]) for k in ints + [k for k in v if k not in ints]}
    if isinstance(v, list):
        return [js_order(w) for w in v]
    return v


def js(v, indent=None):
    return write(js_order(value(v)), indent=indent, colon=":" if indent is None else ": ", num=es_number)


def python(v, indent=None, sort=False, ascii=True, compact=False):
    comma, colon = (",", ":") if compact else (", ", ": ")
    return write(value(v), indent=indent, comma=comma, colon=colon, ascii=ascii, num=py_number, sort=(lambda k: k) if sort else None)


def empty_maps_as_lists(v):
    if isinstance(v, dict):
        return {k: empty_maps_as_lists(w) for k, w in v.items()} if v else []
    if isinstance(v, list):
        return [empty_maps_as_lists(w) for w in v]
    return v


def php(v, slash=True, ascii=True, pretty=False, assoc=False):
    v = value(v)
    if assoc:
        v = empty_maps_as_lists(v)
    return write(v, indent="    " if pretty else None, colon=": " if pretty else ":", slash=slash, ascii=ascii, num=php_number)


def go(v, indent=None, html=True):
    return write(value(v), indent=indent, colon=":" if indent is None else ": ", sort=lambda k: k.encode(), num=es_number,
                 html="<>&\u2028\u2029" if html else "\u2028\u2029")


def go_struct(v, html=True):
    """A Go struct keeps the order of its fields and its integers."""
    return write(value(v), html="<>&\u2028\u2029" if html else "", num=float_keep)


def rails(v):
    return write(value(v), html="<>&\u2028\u2029", num=float_keep)


def ruby(v, pretty=False):
    return write(value(v), indent="  " if pretty else None, colon=": " if pretty else ":", num=float_keep)


def gson(v):
    return write(value(v), html="<>&='\u2028\u2029", num=gson_number)


def gson_tree(v):
    """Gson with JsonObject keeps number tokens, but escapes for HTML."""
    return write(value(v), html="<>&='\u2028\u2029")


def jackson(v, pretty=False):
    return write(value(v), indent="  " if pretty else None, colon=" : " if pretty else ":", num=float_keep)


def org_json(v):
    return write(value(v), close_tag=True, num=float_keep)


def dotnet(v):
    """System.Text.Json with its default encoder and JsonElement, which keeps number tokens."""
    return write(value(v), ascii=True, upper=True, html="<>&'+`\"")


def jason(v):
    return write(value(v), sort=lambda k: k.encode(), num=float_keep)


def serde(v):
    return write(value(v), sort=lambda k: k.encode(), num=float_keep)


def jsonb(v):
    return write(value(v), comma=", ", colon=": ", sort=lambda k: (len(k.encode()), k.encode()))


def shopify(v):
    return write(value(v), slash=True, html="<>&")


def stripe(v):
    return write(value(v), indent="  ", colon=": ", empty="lines")
