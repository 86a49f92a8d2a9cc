"""The first tables."""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('association',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('siret', sa.String(), nullable=True),
    sa.Column('siret_given', sa.String(), nullable=True),
    sa.Column('rna', sa.String(), nullable=True),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('neighbourhood', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_association'))
    )
    with op.batch_alter_table('association', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_association_rna'), ['rna'], unique=False)
        batch_op.create_index(batch_op.f('ix_association_siret'), ['siret'], unique=False)

    op.create_table('bucket',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('tokens', sa.Float(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_bucket'))
    )
    op.create_table('call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('scheme', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('territory', sa.String(), nullable=False),
    sa.Column('cap_cents', sa.Integer(), nullable=False),
    sa.Column('introduction', sa.String(), nullable=False),
    sa.Column('imported', sa.Boolean(), nullable=False),
    sa.Column('late_files_welcome', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('complete_by', sa.Date(), nullable=False),
    sa.Column('settle_on', sa.Date(), nullable=False),
    sa.Column('council_on', sa.Date(), nullable=False),
    sa.Column('notify_by', sa.Date(), nullable=True),
    sa.Column('pay_by', sa.Date(), nullable=True),
    sa.Column('plenary_on', sa.Date(), nullable=False),
    sa.Column('report_by', sa.Date(), nullable=False),
    sa.CheckConstraint('cap_cents > 0', name=op.f('ck_call_cap')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('year', 'scheme', name=op.f('uq_call_year_scheme'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_year'), ['year'], unique=False)

    op.create_table('history_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_sha256', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history_import'))
    )
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    op.create_table('outbox_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('attachments', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_mail_message_id'))
    )
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_mail_next_try_at'), ['next_try_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_mail_sent_at'), ['sent_at'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('member', 'staff', 'admin')", name=op.f('ck_person_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    op.create_table('sign_in_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('next_url', sa.String(), nullable=False),
    sa.Column('tries_left', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sign_in_request_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_request_token_hash'))
    )
    with op.batch_alter_table('sign_in_request', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_request_email_at', ['email', 'created_at'], unique=False)

    op.create_table('deliberation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('voted_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_deliberation_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliberation')),
    sa.UniqueConstraint('call_id', 'number', name=op.f('uq_deliberation_call_id_number'))
    )
    with op.batch_alter_table('deliberation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliberation_call_id'), ['call_id'], unique=False)

    op.create_table('envelope',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('funder', sa.String(), nullable=False),
    sa.Column('earmark', sa.String(), nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('allocated_cents', sa.BigInteger(), nullable=False),
    sa.Column('voted_cents', sa.BigInteger(), nullable=False),
    sa.Column('committed_cents', sa.BigInteger(), nullable=False),
    sa.Column('ordered_cents', sa.BigInteger(), nullable=False),
    sa.Column('paid_cents', sa.BigInteger(), nullable=False),
    sa.Column('repaid_cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("earmark IN ('none', 'priority')", name=op.f('ck_envelope_earmark')),
    sa.CheckConstraint('committed_cents >= 0 AND committed_cents <= allocated_cents', name=op.f('ck_envelope_committed')),
    sa.CheckConstraint('ordered_cents >= 0 AND ordered_cents <= committed_cents', name=op.f('ck_envelope_ordered')),
    sa.CheckConstraint('paid_cents >= 0 AND paid_cents <= ordered_cents', name=op.f('ck_envelope_paid')),
    sa.CheckConstraint('repaid_cents >= 0 AND repaid_cents <= paid_cents', name=op.f('ck_envelope_repaid')),
    sa.CheckConstraint('voted_cents >= committed_cents', name=op.f('ck_envelope_voted')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_envelope_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_envelope')),
    sa.UniqueConstraint('call_id', 'key', name=op.f('uq_envelope_call_id_key'))
    )
    with op.batch_alter_table('envelope', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_envelope_call_id'), ['call_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_membership_association_id_association')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('person_id', 'association_id', name=op.f('uq_membership_person_id_association_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_association_id'), ['association_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    op.create_table('plenary',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=False),
    sa.Column('ends_at', sa.Time(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('access', sa.String(), nullable=False),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('round_minutes', sa.Integer(), nullable=False),
    sa.Column('pitch_seconds', sa.Integer(), nullable=False),
    sa.Column('tables', sa.Integer(), nullable=True),
    sa.Column('fewest_seats', sa.Integer(), nullable=False),
    sa.Column('most_seats', sa.Integer(), nullable=False),
    sa.Column('published_version', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_plenary_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plenary')),
    sa.UniqueConstraint('call_id', name=op.f('uq_plenary_call_id'))
    )
    op.create_table('project',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('carried_group', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('hook', sa.String(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('for_whom', sa.String(), nullable=False),
    sa.Column('where_text', sa.String(), nullable=False),
    sa.Column('when_text', sa.String(), nullable=False),
    sa.Column('in_kind', sa.String(), nullable=False),
    sa.Column('commons', sa.String(), nullable=False),
    sa.Column('licence', sa.String(), nullable=False),
    sa.Column('first_time', sa.Boolean(), nullable=False),
    sa.Column('public_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_project_association_id_association')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_project_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('slug', name=op.f('uq_project_slug'))
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_association_id'), ['association_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_public_since'), ['public_since'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_updated_at'), ['updated_at'], unique=False)

    op.create_table('session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_session_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_session_token_hash'))
    )
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_person_id'), ['person_id'], unique=False)

    op.create_table('settlement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('inputs', sa.JSON(), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_settlement_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement'))
    )
    with op.batch_alter_table('settlement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_settlement_call_id'), ['call_id'], unique=False)

    op.create_table('application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('association_id', sa.Integer(), nullable=True),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('requested_cents', sa.Integer(), nullable=False),
    sa.Column('in_kind_cents', sa.Integer(), nullable=False),
    sa.Column('priority_area', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('draft', 'submitted', 'to_complete', 'receivable', 'voted', 'paid', 'reported', 'withdrawn', 'redirected')", name=op.f('ck_application_state')),
    sa.CheckConstraint('requested_cents >= 0', name=op.f('ck_application_requested')),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_application_association_id_association')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_application_call_id_call')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_application_person_id_person')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_application_project_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('call_id', 'serial', name=op.f('uq_application_call_id_serial')),
    sa.UniqueConstraint('number', name=op.f('uq_application_number')),
    sa.UniqueConstraint('project_id', name=op.f('uq_application_project_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_application_public_id'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_association_id'), ['association_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_state'), ['state'], unique=False)

    op.create_table('need_offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('room', 'equipment', 'skill', 'volunteers', 'public', 'communication', 'partner', 'money', 'other')", name=op.f('ck_need_offer_kind')),
    sa.CheckConstraint("side IN ('need', 'offer')", name=op.f('ck_need_offer_side')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_need_offer_project_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_offer'))
    )
    with op.batch_alter_table('need_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_offer_project_id'), ['project_id'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plenary_id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('coming', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('project', 'guest')", name=op.f('ck_participant_kind')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participant_person_id_person')),
    sa.ForeignKeyConstraint(['plenary_id'], ['plenary.id'], name=op.f('fk_participant_plenary_id_plenary')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_participant_project_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('token', name=op.f('uq_participant_token'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participant_plenary_id'), ['plenary_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participant_project_id'), ['project_id'], unique=False)

    op.create_table('programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plenary_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('bound', sa.Double(), nullable=False),
    sa.Column('poorest', sa.Double(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['plenary_id'], ['plenary.id'], name=op.f('fk_programme_plenary_id_plenary')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('plenary_id', 'version', name=op.f('uq_programme_plenary_id_version'))
    )
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_plenary_id'), ['plenary_id'], unique=False)

    op.create_table('project_place',
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('neighbourhood', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_place_project_id_project')),
    sa.PrimaryKeyConstraint('project_id', 'neighbourhood', name=op.f('pk_project_place'))
    )
    with op.batch_alter_table('project_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_place_neighbourhood'), ['neighbourhood'], unique=False)

    op.create_table('project_theme',
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_theme_project_id_project')),
    sa.PrimaryKeyConstraint('project_id', 'theme', name=op.f('pk_project_theme'))
    )
    with op.batch_alter_table('project_theme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_theme_theme'), ['theme'], unique=False)

    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_revision_project_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('project_id', 'number', name=op.f('uq_revision_project_id_number'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_project_id'), ['project_id'], unique=False)

    op.create_table('application_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_event_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_event'))
    )
    with op.batch_alter_table('application_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_event_application_id'), ['application_id'], unique=False)

    op.create_table('award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=True),
    sa.Column('deliberation_id', sa.Integer(), nullable=False),
    sa.Column('voted_cents', sa.BigInteger(), nullable=False),
    sa.Column('in_kind_cents', sa.BigInteger(), nullable=False),
    sa.Column('notified_on', sa.Date(), nullable=True),
    sa.CheckConstraint('voted_cents >= 0', name=op.f('ck_award_voted')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_award_application_id_application')),
    sa.ForeignKeyConstraint(['deliberation_id'], ['deliberation.id'], name=op.f('fk_award_deliberation_id_deliberation')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_award_project_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('application_id', name=op.f('uq_award_application_id')),
    sa.UniqueConstraint('project_id', 'deliberation_id', name=op.f('uq_award_project_id_deliberation_id'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_deliberation_id'), ['deliberation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_project_id'), ['project_id'], unique=False)

    op.create_table('ledger_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('envelope_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('once', sa.String(), nullable=True),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.Column('previous_hash', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('allocation', 'amendment', 'transfer', 'request', 'commitment', 'release', 'payment_order', 'payment', 'repayment', 'reversal')", name=op.f('ck_ledger_entry_kind')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_ledger_entry_application_id_application')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_ledger_entry_call_id_call')),
    sa.ForeignKeyConstraint(['envelope_id'], ['envelope.id'], name=op.f('fk_ledger_entry_envelope_id_envelope')),
    sa.ForeignKeyConstraint(['reverses_id'], ['ledger_entry.id'], name=op.f('fk_ledger_entry_reverses_id_ledger_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_ledger_entry_hash')),
    sa.UniqueConstraint('once', name=op.f('uq_ledger_entry_once')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_ledger_entry_reverses_id'))
    )
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entry_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_entry_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_entry_envelope_id'), ['envelope_id'], unique=False)

    op.create_table('passage',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('block', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('link', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_passage_programme_id_programme')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_passage_project_id_project')),
    sa.PrimaryKeyConstraint('programme_id', 'position', name=op.f('pk_passage'))
    )
    op.create_table('seat',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('table', sa.Integer(), nullable=False),
    sa.Column('meets', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_seat_participant_id_participant')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_seat_programme_id_programme')),
    sa.PrimaryKeyConstraint('programme_id', 'round', 'participant_id', name=op.f('pk_seat'))
    )
    op.create_table('award_share',
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('envelope_id', sa.Integer(), nullable=False),
    sa.Column('voted_cents', sa.BigInteger(), nullable=False),
    sa.Column('committed_cents', sa.BigInteger(), nullable=False),
    sa.Column('ordered_cents', sa.BigInteger(), nullable=False),
    sa.Column('paid_cents', sa.BigInteger(), nullable=False),
    sa.Column('repaid_cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('committed_cents <= voted_cents', name=op.f('ck_award_share_committed')),
    sa.CheckConstraint('ordered_cents >= 0 AND ordered_cents <= committed_cents', name=op.f('ck_award_share_ordered')),
    sa.CheckConstraint('paid_cents >= 0 AND paid_cents <= ordered_cents', name=op.f('ck_award_share_paid')),
    sa.CheckConstraint('repaid_cents >= 0 AND repaid_cents <= paid_cents', name=op.f('ck_award_share_repaid')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_award_share_award_id_award')),
    sa.ForeignKeyConstraint(['envelope_id'], ['envelope.id'], name=op.f('fk_award_share_envelope_id_envelope')),
    sa.PrimaryKeyConstraint('award_id', 'envelope_id', name=op.f('pk_award_share'))
    )
    op.create_table('history_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_history_line_award_id_award')),
    sa.ForeignKeyConstraint(['import_id'], ['history_import.id'], name=op.f('fk_history_line_import_id_history_import')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history_line')),
    sa.UniqueConstraint('award_id', name=op.f('uq_history_line_award_id')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_history_line_fingerprint'))
    )
    with op.batch_alter_table('history_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_history_line_import_id'), ['import_id'], unique=False)



def downgrade() -> None:
    """Come back."""
    with op.batch_alter_table('history_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_history_line_import_id'))

    op.drop_table('history_line')
    op.drop_table('award_share')
    op.drop_table('seat')
    op.drop_table('passage')
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_entry_envelope_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_entry_call_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_entry_application_id'))

    op.drop_table('ledger_entry')
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_project_id'))
        batch_op.drop_index(batch_op.f('ix_award_deliberation_id'))

    op.drop_table('award')
    with op.batch_alter_table('application_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_event_application_id'))

    op.drop_table('application_event')
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revision_project_id'))

    op.drop_table('revision')
    with op.batch_alter_table('project_theme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_theme_theme'))

    op.drop_table('project_theme')
    with op.batch_alter_table('project_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_place_neighbourhood'))

    op.drop_table('project_place')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_plenary_id'))

    op.drop_table('programme')
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_project_id'))
        batch_op.drop_index(batch_op.f('ix_participant_plenary_id'))
        batch_op.drop_index(batch_op.f('ix_participant_person_id'))

    op.drop_table('participant')
    with op.batch_alter_table('need_offer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_need_offer_project_id'))

    op.drop_table('need_offer')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_state'))
        batch_op.drop_index(batch_op.f('ix_application_person_id'))
        batch_op.drop_index(batch_op.f('ix_application_call_id'))
        batch_op.drop_index(batch_op.f('ix_application_association_id'))

    op.drop_table('application')
    with op.batch_alter_table('settlement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_settlement_call_id'))

    op.drop_table('settlement')
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_person_id'))

    op.drop_table('session')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_updated_at'))
        batch_op.drop_index(batch_op.f('ix_project_public_since'))
        batch_op.drop_index(batch_op.f('ix_project_call_id'))
        batch_op.drop_index(batch_op.f('ix_project_association_id'))

    op.drop_table('project')
    op.drop_table('plenary')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))
        batch_op.drop_index(batch_op.f('ix_membership_association_id'))

    op.drop_table('membership')
    with op.batch_alter_table('envelope', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_envelope_call_id'))

    op.drop_table('envelope')
    with op.batch_alter_table('deliberation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliberation_call_id'))

    op.drop_table('deliberation')
    with op.batch_alter_table('sign_in_request', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_request_email_at')

    op.drop_table('sign_in_request')
    op.drop_table('person')
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_mail_sent_at'))
        batch_op.drop_index(batch_op.f('ix_outbox_mail_next_try_at'))

    op.drop_table('outbox_mail')
    op.drop_table('invitation')
    op.drop_table('history_import')
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_year'))

    op.drop_table('call')
    op.drop_table('bucket')
    with op.batch_alter_table('association', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_association_siret'))
        batch_op.drop_index(batch_op.f('ix_association_rna'))

    op.drop_table('association')
