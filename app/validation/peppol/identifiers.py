"""Numbers of organisations: whether one is well formed and its check digit right.

Pure functions of a text. They accept what the official rules accept, which is sometimes more than the issuing
registry would (letters of an Italian tax code are not summed up, for one): a partner's validator must not disagree.
"""

import re

from app.validation.peppol.reading import is_integer

_LONGEST = 100
_DIGITS = re.compile(r"[0-9]+")
_NINE_DIGITS = re.compile(r"[0-9]{9}")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
_DANISH = re.compile(r"(?:DK)?[0-9]{8}")
_DANISH_SE = re.compile(r"DK[0-9]{8}")
_DUTCH_VAT = re.compile(r"NL[0-9]{9}B[0-9]{2}")
_IPA = re.compile(r"[A-Za-z0-9]{6}")
_LETTERS = re.compile(r"[A-Za-z]*")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}")
_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)


def is_gln(text: str) -> bool:
    """GS1 General Specifications § 7.9: weights 3, 1, 3 … from the right, filled up to a multiple of ten.

    The rule leaves its length open.
    """
    return len(text) <= _LONGEST and bool(_DIGITS.fullmatch(text)) and _gs1_check_digit(text[:-1]) == int(text[-1])


def _gs1_check_digit(digits: str) -> int:
    total = 3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))
    return -total % 10


def is_norwegian(text: str) -> bool:
    """Organisasjonsnummer (Brønnøysundregistrene): nine digits, modulo 11 with weights 3 2 7 6 5 4 3 2."""
    return bool(_NINE_DIGITS.fullmatch(text)) and int(text) > 0 and _modulo_11(text[:-1]) == int(text[-1])


def _modulo_11(digits: str) -> int:
    total = sum(int(digit) * (place % 6 + 2) for place, digit in enumerate(reversed(digits)))
    return -total % 11


def is_danish_cvr(text: str) -> bool:
    """CVR (Erhvervsstyrelsen): eight digits, with or without DK."""
    return bool(_DANISH.fullmatch(text))


def is_danish_p(text: str) -> bool:
    """P-nummer of a production unit (Erhvervsstyrelsen): ten digits."""
    return bool(_TEN_DIGITS.fullmatch(text))


def is_danish_se(text: str) -> bool:
    """SE-nummer (Skattestyrelsen): DK and eight digits."""
    return bool(_DANISH_SE.fullmatch(text))


def is_belgian(text: str) -> bool:
    """Enterprise number (Crossroads Bank for Enterprises): eight digits and 97 less their remainder by 97."""
    return bool(_TEN_DIGITS.fullmatch(text)) and 97 - int(text[:8]) % 97 == int(text[8:])


def is_ipa(text: str) -> bool:
    """Codice univoco ufficio (Indice delle Pubbliche Amministrazioni): six letters or digits."""
    return bool(_IPA.fullmatch(text))


def is_codice_fiscale(text: str) -> bool:
    """Codice fiscale (Agenzia delle Entrate): sixteen characters of a person, or eleven digits of a company.

    The check character isn't reckoned: the rule looks at the pattern only.
    """
    if len(text) == 11:
        return is_integer(text)
    letters = text[:6] + text[8:9] + text[15:]
    numbers = (text[6:8], text[9:11], text[14:15])
    return len(text) == 16 and bool(_LETTERS.fullmatch(letters)) and all(map(is_integer, numbers))


def is_partita_iva(text: str) -> bool:
    """Partita IVA (Agenzia delle Entrate): IT and eleven digits of which the last is Luhn's.

    A number of another country passes.
    """
    if text[:2] not in ("IT", "it"):
        return True
    return bool(_ELEVEN_DIGITS.fullmatch(text[2:])) and _luhn_sum(text[:1:-1]) % 10 == 0


def _luhn_sum(from_the_right: str) -> int:
    """ISO/IEC 7812-1 annex B: every second digit is doubled, beginning with the second; sums of digits are added."""
    doubled = ("0246813579"[int(each)] for each in from_the_right[1::2])
    return sum(map(int, from_the_right[::2])) + sum(map(int, doubled))


def is_swedish(text: str) -> bool:
    """Organisationsnummer (Skatteverket): ten digits of which the last is Luhn's; what follows them isn't looked at."""
    return text.isascii() and text.isdigit() and len(text) >= 10 and _luhn_sum(text[9::-1]) % 10 == 0


def is_australian(text: str) -> bool:
    """ABN (Australian Business Register): the first digit less one, eleven weights, a multiple of 89."""
    if not _ELEVEN_DIGITS.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _ABN_WEIGHTS, strict=True))
    return (total - _ABN_WEIGHTS[0]) % 89 == 0


def is_dutch_vat(text: str) -> bool:
    """Btw-id (Belastingdienst): NL, nine digits, B, two digits."""
    return bool(_DUTCH_VAT.fullmatch(text))


def is_greek(text: str) -> bool:
    """ΑΦΜ (ΑΑΔΕ): eight digits weighted 256 … 2, modulo 11 modulo 10, make the ninth; what follows isn't looked at."""
    if not _NINE_DIGITS.match(text):
        return False
    total = sum(int(digit) << (8 - place) for place, digit in enumerate(text[:8]))
    return total % 11 % 10 == int(text[8])


def is_iban(text: str) -> bool:
    """IBAN (ISO 13616-1 § 6): modulo 97 of the account, the country and the check digits is 1.

    The account's small letters count by their own places in ASCII, as in the official rule, so that they seldom pass.
    """
    if not _IBAN.fullmatch(text):
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(ord(each) - (55 if each > "@" else 48)) for each in moved)) % 97 == 1
