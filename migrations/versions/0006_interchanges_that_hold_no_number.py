"""interchanges that don't hold their control number, and numbers of tests apart from those of production

Revision: 0006
After: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

NUMBER = [
    'organisation_id', 'standard', 'direction', 'sender', 'sender_sub_address', 'receiver', 'receiver_sub_address',
    'control_number', 'period',
]

SAME = ' AND '.join(f'other.{each} = edi_interchanges.{each}' for each in NUMBER)
TWIN = f'EXISTS (SELECT 1 FROM edi_interchanges AS other WHERE NOT other.test AND {SAME})'


def upgrade() -> None:
    with op.batch_alter_table('edi_interchanges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('apart', sa.String(length=64), nullable=False, server_default=''))
        batch_op.drop_constraint('uq_edi_interchanges_number', type_='unique')
        batch_op.create_unique_constraint('uq_edi_interchanges_number', [*NUMBER, 'test', 'apart'])


def downgrade() -> None:
    # the older schema has one interchange a number; what stood apart keeps its row under a number of its own
    op.execute(f"UPDATE edi_interchanges SET period = substr(id, 29, 8) WHERE apart <> '' OR (test AND {TWIN})")
    with op.batch_alter_table('edi_interchanges', schema=None) as batch_op:
        batch_op.drop_constraint('uq_edi_interchanges_number', type_='unique')
        batch_op.create_unique_constraint('uq_edi_interchanges_number', NUMBER)
        batch_op.drop_column('apart')
