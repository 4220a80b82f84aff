"""The phone's own modules in a real Chromium, under the site's strict policy: the RFCs' vectors,
our own, and the two halves with each other."""

import json
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from phronesis.ballot import blind_rsa, fingerprints, slips
from phronesis.vault import hpke
from tests.ballot.test_blind_rsa import rfc_key
from tests.ballot.test_fingerprints import KEYS

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "vectors"
RFC9474 = json.loads((VECTORS / "rfc9474.json").read_text())
RFC9180 = json.loads((VECTORS / "rfc9180.json").read_text())
OURS = json.loads((VECTORS / "slips.json").read_text())

BYTES = 'const {toHex, fromHex, toNumber, fromNumber} = await import("/static/design/bytes.js");'
BLIND = 'const blind_rsa = await import("/static/ballot/blind_rsa.js");'
SLIPS = 'const slips = await import("/static/ballot/slips.js");'
HPKE = 'const hpke = await import("/static/design/hpke.js");'
NAMES = 'const fingerprints = await import("/static/ballot/fingerprints.js");'
KEEPING = 'const keeping = await import("/static/ballot/keeping.js");'


def run(phone: Any, modules: str, body: str, given: object = None) -> Any:
    return phone.evaluate(f"async (given) => {{ {BYTES} {modules} {body} }}", given)


@pytest.mark.parametrize("vector", RFC9474["vectors"], ids=lambda v: v["variant"])
def test_the_phone_blinds_and_finalises_as_rfc_9474_does(
    phone: Any, vector: dict[str, str]
) -> None:
    given = {**vector, "issuer": blind_rsa.public_key(rfc_key()).hex()}
    body = """
      const issuer = await blind_rsa.readIssuer(fromHex(given.issuer));
      const prepared = fromHex(given.prepared_msg), salt = fromHex(given.salt);
      const inverse = toNumber(fromHex(given.inv));
      const r = blind_rsa.invert(inverse, issuer.n);
      const encoded = await blind_rsa.encode(prepared, salt, issuer.n.toString(2).length - 1);
      const asked = await blind_rsa.blind(issuer, prepared, salt, r);
      const back = fromHex(given.blind_sig);
      const sig = await blind_rsa.finalize(issuer, prepared, back, asked.inverse, salt.length);
      return [toHex(encoded), toHex(asked.message), asked.inverse === inverse, toHex(sig)];
    """
    expected = [vector["encoded_msg"], vector["blinded_msg"], True, vector["sig"]]
    assert run(phone, BLIND, body, given) == expected


def test_the_phone_seals_as_rfc_9180_does(phone: Any) -> None:
    body = """
      const curve = {name: "ECDH", namedCurve: "P-256"};
      const url = (hex) => btoa(String.fromCharCode(...fromHex(hex)))
        .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      const jwk = {kty: "EC", crv: "P-256", x: url(given.pkEm.slice(2, 66)),
                   y: url(given.pkEm.slice(66)), d: url(given.skEm)};
      const pair = {
        privateKey: await crypto.subtle.importKey("jwk", jwk, curve, false, ["deriveBits"]),
        publicKey: await crypto.subtle.importKey("raw", fromHex(given.pkEm), curve, true, []),
      };
      const [pk, info, aad, pt] = ["pkRm", "info", "aad", "pt"].map((k) => fromHex(given[k]));
      return toHex(await hpke.sealFrom(pair, pk, info, aad, pt));
    """
    assert run(phone, HPKE, body, RFC9180) == RFC9180["enc"] + RFC9180["ct"]


@pytest.mark.parametrize("vector", OURS["slips"], ids=["question", "second", "third"])
def test_the_phone_derives_the_same_slips_byte_for_byte(phone: Any, vector: dict[str, str]) -> None:
    body = """
      const secret = fromHex(given.secret), issuer = fromHex(given.issuer);
      const asked = await slips.ask(secret, issuer);
      const token = await slips.accept(asked, issuer, fromHex(given.blind_signature));
      return {...Object.fromEntries(["message", "prefix", "salt"].map(
                (part) => [part, toHex(asked.slip[part])])),
              r: asked.slip.r.toString(16), blinded: toHex(asked.blinded),
              signature: toHex(token.signature)};
    """
    names = ("message", "prefix", "salt", "r", "blinded", "signature")
    given = {"secret": OURS["secret"], **vector}
    assert run(phone, SLIPS, body, given) == {name: vector[name] for name in names}


def test_the_phone_has_the_same_words_codes_and_locker_keys(phone: Any) -> None:
    body = """
      const secret = fromHex(given.secret), code = fromHex(given.code);
      const {identifier, writeKey, encryptionKey} = await slips.locker(secret);
      return {
        secret_words: slips.secretWords(secret).join(" "),
        secret: toHex(slips.secretFromWords(given.secret_words.toUpperCase())),
        locker: {identifier: toHex(identifier), write_key: toHex(writeKey),
                 encryption_key: toHex(encryptionKey)},
        code_hash: toHex(await slips.codeHash(code)),
        code_words: (await slips.codeWords(code)).join(" "),
        code: toHex(await slips.codeFromWords(given.code_words)),
        unknown: slips.secretFromWords("no such words"),
        mistyped: await slips.codeFromWords(given.code_words.replace("you", "zoo")),
      };
    """
    names = ("secret_words", "secret", "locker", "code_hash", "code_words", "code")
    expected = {name: OURS[name] for name in names} | {"unknown": None, "mistyped": None}
    assert run(phone, SLIPS, body, OURS) == expected


def test_the_phone_names_the_keys_as_the_invitation_does_and_refuses_others(phone: Any) -> None:
    gathering = OURS["gathering"]
    given = {**gathering, "issuers": [slip["issuer"] for slip in OURS["slips"]]}
    body = """
      const keys = {gathering: given.id, issuers: given.issuers.map(fromHex),
                    seals: given.seals.map(fromHex), sheetKey: fromHex(given.sheet_key)};
      const value = await fingerprints.fingerprint(keys);
      const swapped = {...keys, issuers: [keys.issuers[0], keys.issuers[2], keys.issuers[1]]};
      const other = await fingerprints.fingerprint(swapped);
      return {fingerprint: toHex(value), full: fingerprints.full(value),
              short: fingerprints.short(value),
              typed: fingerprints.matches(value, given.short.toLowerCase().replaceAll("-", " ")),
              scanned: fingerprints.matches(value, given.full),
              cut: fingerprints.matches(value, given.full.slice(0, 19)),
              empty: fingerprints.matches(value, ""),
              swapped: fingerprints.matches(other, given.short)};
    """
    assert run(phone, NAMES, body, given) == {
        **{name: gathering[name] for name in ("fingerprint", "full", "short")},
        "typed": True,
        "scanned": True,
        "cut": False,
        "empty": False,
        "swapped": False,
    }
    assert fingerprints.fingerprint(KEYS).hex() == gathering["fingerprint"]


def test_a_slip_goes_from_phone_to_server_and_back_and_verifies(phone: Any) -> None:
    private = blind_rsa.generate_key()
    public = blind_rsa.public_key(private)
    ask = """
      window.secret = slips.newSecret();
      window.asked = await slips.ask(window.secret, fromHex(given));
      return toHex(window.asked.blinded);
    """
    blinded = run(phone, SLIPS, ask, public.hex())
    signed = blind_rsa.blind_sign(private, bytes.fromhex(blinded))
    accept = """
      const token = await slips.accept(window.asked, fromHex(given[0]), fromHex(given[1]));
      return [toHex(window.secret), ...[token.message, token.prefix, token.signature].map(toHex)];
    """
    answer = run(phone, SLIPS, accept, [public.hex(), signed.hex()])
    secret, *parts = [bytes.fromhex(part) for part in answer]
    assert slips.Token(*parts).is_signed_by(public)
    assert slips.derive(secret, public).message == parts[0]


def test_the_phone_refuses_what_another_key_signed(phone: Any) -> None:
    public, other = blind_rsa.public_key(blind_rsa.generate_key()), blind_rsa.generate_key()
    body = """
      const issuer = fromHex(given[0]);
      const asked = await slips.ask(fromHex(given[1]), issuer);
      try { await slips.accept(asked, issuer, fromHex(given[2])); return "accepted"; }
      catch (refusal) { return refusal.message; }
    """
    secret = slips.new_secret()
    blinded = slips.ask(slips.derive(secret, public), public)
    n = blind_rsa.modulus(blind_rsa.public_key(other))
    reduced = int.from_bytes(blinded.message, "big") % n
    wrong = blind_rsa.blind_sign(other, reduced.to_bytes(256, "big"))
    said = run(phone, SLIPS, body, [public.hex(), secret.hex(), wrong.hex()])
    assert said == "what came back is not a signature of this slip"


@pytest.mark.parametrize("words", ["", "Vi var seks på natta.", "ord " * 500])
def test_what_the_phone_seals_the_server_opens_and_only_in_its_place(
    phone: Any, words: str
) -> None:
    private, public = hpke.generate()
    body = """
      const text = new TextEncoder();
      const [key, info, aad, words] = given;
      return toHex(await hpke.seal(fromHex(key), text.encode(info), text.encode(aad),
                                   text.encode(words)));
    """
    sealed = bytes.fromhex(run(phone, HPKE, body, [public.hex(), "ballot", "sheet 1", words]))
    assert hpke.open_(private, b"ballot", b"sheet 1", sealed).decode() == words
    for info, aad in ((b"ballot", b"sheet 2"), (b"carried", b"sheet 1")):
        with pytest.raises(hpke.CannotOpen):
            hpke.open_(private, info, aad, sealed)


def test_the_phone_keeps_codes_and_slips_of_a_gathering_and_never_the_words(phone: Any) -> None:
    body = """
      const first = await keeping.freshCode("g1"), second = await keeping.freshCode("g1");
      keeping.keepCode("g1", first.code);
      keeping.keepSlips("g1", {signatures: ["aa"]});
      const secret = toHex(keeping.ownSecret());
      const before = {keeps: keeping.keeps(), codes: keeping.codes("g1").map(toHex),
                      other: keeping.codes("g2"), slips: keeping.slips("g1"),
                      gatherings: keeping.gatherings(), again: toHex(keeping.ownSecret())};
      keeping.forgetGathering("g1");
      return {fresh: [first, second].map(({code}) => toHex(code)), kept: first.kept,
              hash: toHex(first.hash), secret, ...before,
              after: [keeping.codes("g1"), keeping.slips("g1")], left: Object.keys(localStorage)};
    """
    said = run(phone, KEEPING, body)
    assert said["codes"] == said["fresh"]
    assert said["hash"] == slips.code_hash(bytes.fromhex(said["fresh"][0])).hex()
    assert said["again"] == said["secret"]
    assert (said["keeps"], said["kept"], said["other"]) == (True, True, [])
    assert (said["slips"], said["gatherings"]) == ({"signatures": ["aa"]}, ["g1"])
    assert (said["after"], said["left"]) == ([[], None], ["phronesis.locker"])


def test_over_plain_http_the_phone_offers_no_sealing_and_says_so(
    phone: Any, static_address: str
) -> None:
    body = "return (await import('/static/design/bytes.js')).canSeal();"
    assert phone.evaluate(f"async () => {{ {body} }}") is True

    def from_the_ward(route: Any) -> None:
        path = route.request.url.removeprefix("http://ward.example/")
        route.fulfill(response=phone.request.get(static_address + path))

    phone.route("http://ward.example/**", from_the_ward)
    phone.goto("http://ward.example/")
    assert phone.evaluate(f"async () => {{ {body} }}") is False


@pytest.mark.parametrize("size", [0, 1, 2, 3, 256])
def test_base64_reads_as_the_servers_does(phone: Any, size: int) -> None:
    data = bytes(range(251, 256)) * 60
    body = """
      const {toBase64, toBase64url, fromBase64} = await import("/static/design/bytes.js");
      const bytes = fromHex(given);
      return [toBase64(bytes), toBase64url(bytes),
              toHex(fromBase64(toBase64(bytes))), toHex(fromBase64(toBase64url(bytes)))];
    """
    plain = b64encode(data[:size]).decode()
    url = urlsafe_b64encode(data[:size]).decode().rstrip("=")
    hexed = data[:size].hex()
    assert run(phone, "", body, hexed) == [plain, url, hexed, hexed]


BLOCKED = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("blocked", "SecurityError"); },
});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


@pytest.mark.parametrize("sabotage", [BLOCKED, FULL], ids=["blocked", "full"])
def test_a_phone_that_keeps_nothing_says_so_and_never_throws(phone: Any, sabotage: str) -> None:
    phone.add_init_script(sabotage)
    phone.reload()
    body = """
      const {kept, code} = await keeping.freshCode("g1");
      const secret = toHex(keeping.ownSecret());
      keeping.forgetGathering("g1");
      return {keeps: keeping.keeps(), kept, length: code.length, codes: keeping.codes("g1"),
              same: toHex(keeping.ownSecret()) === secret, stored: keeping.secret(),
              slips: [keeping.keepSlips("g1", {}), keeping.slips("g1"), keeping.gatherings()],
              taken: keeping.takeSecret(fromHex("00"))};
    """
    assert run(phone, KEEPING, body) == {
        "keeps": False,
        "kept": False,
        "length": 16,
        "codes": [],
        "same": True,
        "stored": None,
        "slips": [False, None, []],
        "taken": False,
    }
