"""The shared vectors: this SDK signs and judges as all others do."""

import json
import pathlib
import unittest

from wayside import Signer, TokenFault, Verifier
from wayside.token import _read_secret, sign_payload

VECTORS = json.loads((pathlib.Path(__file__).parents[3] / "docs/reference/vectors.json").read_text("utf-8"))
KEYS = {key["kid"]: key for key in VECTORS["keys"]}


class VerifyVectors(unittest.TestCase):
    pass


class SignVectors(unittest.TestCase):
    pass


def _verify(vector):
    def check(self):
        keys = [(key["kid"], key["site"], key["secret"]) for key in VECTORS["keys"]]
        result = Verifier(keys, now=lambda: vector["now"]).verify(vector["token"])
        self.assertEqual(result.verdict, vector["verdict"])
        if "payload" in vector:
            self.assertEqual(result.payload, vector["payload"])

    return check


def _sign(vector):
    def made():
        key, payload = KEYS[vector["kid"]], vector["payload"]
        # Redirects and foreign sites can't be asked of a Signer: it signs lists of its own site.
        if "u" in payload or payload["s"] != key["site"]:
            return sign_payload(key["kid"], key["site"], _read_secret(key["kid"], key["secret"]), payload)
        signer = Signer(**key, now=lambda: payload["t"] * 1000 + 999, on_fault=lambda fault: None)
        signed = signer.sign(
            payload["p"], payload["i"], payload.get("v"), list_id=payload["l"], lifetime_seconds=payload.get("x")
        )
        if signed.fault:
            raise signed.fault
        return signed.token

    def check(self):
        if vector.get("refused"):
            with self.assertRaises(TokenFault):
                made()
        else:
            self.assertEqual(made(), vector["token"])

    return check


def _name(vector):
    return "".join(letter if letter.isalnum() else "_" for letter in vector["name"])


for _vector in VECTORS["verify"]:
    setattr(VerifyVectors, f"test_{_name(_vector)}", _verify(_vector))
for _vector in VECTORS["sign"]:
    setattr(SignVectors, f"test_{_name(_vector)}", _sign(_vector))


class SignerPromises(unittest.TestCase):
    key = VECTORS["keys"][0]

    def test_a_list_that_cannot_be_signed_gets_an_empty_token_and_nothing_is_raised(self):
        faults = []

        def on_fault(fault):
            faults.append(fault.code)
            raise RuntimeError("a handler that fails")

        signer = Signer(**self.key, on_fault=on_fault)
        for items in ([], None, [7], "emma", ["x"] * 101):
            signed = signer.sign("p", items)
            self.assertEqual(signed.token, "")
            self.assertIsInstance(signed.fault, TokenFault)
        self.assertEqual(faults, ["TOKEN"])

    def test_a_key_that_cannot_sign_is_refused_when_the_signer_is_made(self):
        for change in ({"secret": "AAAA"}, {"secret": "A" * 22 + "=="}, {"kid": "k 1"}, {"kid": "k1\n"}, {"site": ""}):
            with self.subTest(change), self.assertRaises(TokenFault):
                Signer(**{**self.key, **change})

    def test_list_ids_are_random_unless_given(self):
        signer = Signer(**self.key)
        self.assertEqual(len({signer.sign("p", ["i"]).list_id for _ in range(100)}), 100)
        self.assertEqual(signer.sign("p", ["i"], list_id="mine").list_id, "mine")


if __name__ == "__main__":
    unittest.main()
