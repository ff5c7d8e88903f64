"""What rules look for wherever it stands, gathered from groups that all stand where they should.

For readers whose syntax leaves no other place; UBL's has its own, which finds misplaced ones, too.
"""

from app.validation.en16931.model import Invoice


def gather(invoice: Invoice) -> None:
    """Fill the lists named `all_…` of an invoice whose other lists are filled."""
    for line in invoice.lines:
        line.credited = invoice.is_credit
        invoice.all_line_categories += line.categories
        invoice.all_attributes += line.attributes
    _gather_charges(invoice)
    _gather_parties(invoice)


def _gather_charges(invoice: Invoice) -> None:
    invoice.all_tax_totals = invoice.tax_totals
    invoice.all_allowances = list(invoice.allowances)
    for line in invoice.lines:
        invoice.all_allowances += line.allowances
        invoice.all_allowances += line.price_allowances
    for charge in invoice.all_allowances:
        invoice.all_categories += charge.categories
    for total in invoice.tax_totals:
        for breakdown in total.breakdowns:
            invoice.all_categories += breakdown.categories


def _gather_parties(invoice: Invoice) -> None:
    addresses = []
    for party in (*invoice.sellers, *invoice.buyers, *invoice.payees, *invoice.representatives):
        invoice.all_registrations += party.registrations
        addresses += party.addresses
    for delivery in invoice.deliveries:
        addresses += delivery.addresses
    for address in addresses:
        invoice.all_countries += address.countries
    # UBL has the country of origin in an element of the same name
    for line in invoice.lines:
        invoice.all_countries += line.origins
