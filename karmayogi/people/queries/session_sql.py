"""Who a session belongs to, as the beginning of somebody else's statement."""

# For hot paths that must go from the cookie to their own rows in one statement (learning's progress). Expects the
# parameters %(session)s and %(at)s and gives `who(account_id, person_id)`: no row for a session that is unknown, has
# expired or was ended, and none for a closed account. The same conditions as queries.accounts.session_account.
SESSION_CTE = """
with who as (
  select account.id as account_id, account.person_id
  from people_session session
  join people_account account on account.id = session.account_id
  where session.session_key = %(session)s::text and session.expire_date > %(at)s::timestamptz and account.is_active
    and (account.sessions_valid_from is null or session.opened_at >= account.sessions_valid_from)
    and account.person_id is not null
)
"""
