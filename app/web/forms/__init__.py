"""Reading what people typed: forms give a value or say, field by field, what is wrong."""
