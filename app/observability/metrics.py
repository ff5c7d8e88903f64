"""What is counted. Labels are few and bounded: never an organisation, a number or a partner's words."""

from prometheus_client import Counter, Histogram

DOCUMENTS = Counter("countersign_documents_total", "Documents by what became of them", ["channel", "type", "verdict"])
RECEIVING = Histogram(
    "countersign_receive_seconds",
    "Time from the first byte read to the outcome being durable",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
DELIVERIES = Counter("countersign_deliveries_total", "Delivery attempts by outcome", ["kind", "outcome"])
