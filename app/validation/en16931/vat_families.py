"""The nine VAT categories whose rules EN 16931 numbers alike, and in what those rules differ: data, no rules.

The codes are UNTDID 5305's. Where the official rules of one family are worded so that they judge otherwise than its
siblings', that is data here, too: two engines that disagree help nobody.
"""

from dataclasses import dataclass
from enum import Enum


class Rate(Enum):
    """What the rate of a category must be."""

    POSITIVE = "more than 0"
    NOT_NEGATIVE = "0 or more"
    ZERO = "0"
    NONE = ""


class Needed(Enum):
    """By which number a party must be known where a category is used."""

    TAX = "a tax number"
    VAT = "a VAT number"
    VAT_OR_REGISTRATION = "a VAT number or a company registration"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A VAT category and its rules.

    Attributes:
        prefix: in the rules' ids.
        code: of the category.
        rate: what its rate must be; the break-down's base and tax are reckoned by rate where it may be more than 0.
        seller, buyer: by which numbers they must be known. Where `seller` is NOTHING, nobody may have a VAT number.
        reasoned: whether its break-down gives a reason for exemption; if not, it must not.
        any_tax: whether rules 01 and 02 take a category of another tax than VAT for one of these.
        break_down_of_any_tax: whether the break-down that rule 01 asks for may be one of another tax.
        as_written: whether blanks around the code of the break-down that rule 01 asks for make it another.
        charge_as_written: whether blanks around a charge's code make rule 04 pass it over.
    """

    prefix: str
    code: str
    rate: Rate
    seller: Needed
    reasoned: bool
    buyer: Needed = Needed.NOTHING
    any_tax: bool = False
    break_down_of_any_tax: bool = False
    as_written: bool = False
    charge_as_written: bool = False

    @property
    def by_rate(self) -> bool:
        """Whether there is a break-down for every rate, rather than one for the category."""
        return self.rate in (Rate.POSITIVE, Rate.NOT_NEGATIVE)


STANDARD = Family("S", "S", Rate.POSITIVE, Needed.TAX, reasoned=False, any_tax=True, break_down_of_any_tax=True)
ZERO_RATED = Family("Z", "Z", Rate.ZERO, Needed.TAX, reasoned=False)
EXEMPT = Family("E", "E", Rate.ZERO, Needed.TAX, reasoned=True)
REVERSE_CHARGE = Family("AE", "AE", Rate.ZERO, Needed.TAX, reasoned=True, buyer=Needed.VAT_OR_REGISTRATION)
INTRA_COMMUNITY = Family("IC", "K", Rate.ZERO, Needed.VAT, reasoned=True, buyer=Needed.VAT)
EXPORT = Family("G", "G", Rate.ZERO, Needed.VAT, reasoned=True)
OUT_OF_SCOPE = Family("O", "O", Rate.NONE, Needed.NOTHING, reasoned=True)
IGIC = Family(
    "AF",
    "L",
    Rate.NOT_NEGATIVE,
    Needed.TAX,
    reasoned=False,
    break_down_of_any_tax=True,
    as_written=True,
    charge_as_written=True,
)
IPSI = Family("AG", "M", Rate.NOT_NEGATIVE, Needed.TAX, reasoned=False, as_written=True)

FAMILIES = (STANDARD, ZERO_RATED, EXEMPT, REVERSE_CHARGE, INTRA_COMMUNITY, EXPORT, OUT_OF_SCOPE, IGIC, IPSI)

SPLIT_PAYMENT = "B"
"""The category of Italian split payment, which has two rules of its own."""
