
"""deliveries without a document: the acknowledgement of an interchange, on its way back

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.alter_column('document_id', existing_type=sa.String(length=36), nullable=True)
        batch_op.add_column(sa.Column('acknowledges_id', sa.String(length=36), nullable=True))
        batch_op.create_foreign_key('fk_deliveries_acknowledges', 'edi_interchanges', ['acknowledges_id'], ['id'])
        batch_op.create_unique_constraint('uq_deliveries_acknowledges', ['channel_id', 'acknowledges_id', 'generation'])
        batch_op.create_index(batch_op.f('ix_deliveries_acknowledges_id'), ['acknowledges_id'], unique=False)


def downgrade() -> None:
    # what the older schema can't hold goes; the acknowledgements themselves stay with their interchanges
    op.execute("DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE document_id IS NULL)")
    op.execute("DELETE FROM deliveries WHERE document_id IS NULL")
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliveries_acknowledges_id'))
        batch_op.drop_constraint('uq_deliveries_acknowledges', type_='unique')
        batch_op.drop_constraint('fk_deliveries_acknowledges', type_='foreignkey')
        batch_op.drop_column('acknowledges_id')
        batch_op.alter_column('document_id', existing_type=sa.String(length=36), nullable=False)
