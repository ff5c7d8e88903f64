"""what partners' systems say of documents (824, APERAK), and the document that a task is about

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op
from app.storage.types import UtcDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('edi_advice',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('source', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('answer', sa.String(length=24), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('received_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], ),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('organisation_id', 'source')
    )
    with op.batch_alter_table('edi_advice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edi_advice_document_id'), ['document_id'], unique=False)

    with op.batch_alter_table('edi_tasks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('document_id', sa.String(length=36), nullable=True))
        batch_op.create_foreign_key('fk_edi_tasks_document', 'documents', ['document_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_edi_tasks_document_id'), ['document_id'], unique=False)
    op.execute(
        "UPDATE edi_tasks SET document_id = "
        "(SELECT document_id FROM edi_messages WHERE edi_messages.id = edi_tasks.message_id)"
    )


def downgrade() -> None:
    with op.batch_alter_table('edi_tasks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edi_tasks_document_id'))
        batch_op.drop_constraint('fk_edi_tasks_document', type_='foreignkey')
        batch_op.drop_column('document_id')
    with op.batch_alter_table('edi_advice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edi_advice_document_id'))
    op.drop_table('edi_advice')
