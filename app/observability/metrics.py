"""What is counted. Labels are few and bounded: never an organisation, a number or a partner's words."""

from prometheus_client import Counter, Histogram

MESSAGES = Counter(
    "countersign_messages_total", "Messages by how they came and what became of them", ["way", "verdict"]
)
RECEIVING = Histogram(
    "countersign_receive_seconds",
    "Time from a message being read to its outcome being durable",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
DELIVERIES = Counter("countersign_delivery_attempts_total", "Delivery attempts by outcome", ["outcome"])
