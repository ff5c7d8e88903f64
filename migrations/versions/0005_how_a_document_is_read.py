"""documents remember by what they were agreed to be read

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the default is for the rows that are there; ADD COLUMN keeps SQLite from copying the table
    op.add_column('documents', sa.Column('read_by', sa.JSON(), nullable=False, server_default='{}'))


def downgrade() -> None:
    op.drop_column('documents', 'read_by')
