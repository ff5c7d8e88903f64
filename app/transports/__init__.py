"""How a document travels: one module a transport, all alike behind `base.Transport`."""
