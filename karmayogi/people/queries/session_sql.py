"""From the cookie to whom a session belongs: the head of other packages' statements.

Both expect the parameters %(session)s and %(at)s and give no row for a session that is unknown, has expired or was
ended, for a closed account and for one without a person. When a session counts is written in people.sessions.
"""

from karmayogi.people.sessions import ACCOUNT_OPEN, ALIVE

_WHO = f"""
  from people_session session
  join people_account account on account.id = session.account_id
  where {ALIVE} and {ACCOUNT_OPEN} and account.person_id is not null
"""

# For hot paths that go from the cookie to their own rows in one statement (learning's progress). `unseen`: it is time
# for NOTE_SEEN, since these paths do not pass by the middleware that notes it for pages.
SESSION_CTE = f"""
with who as (
  select account.id as account_id, account.person_id,
    session.seen_at <= %(at)s::timestamptz - least(interval '10 minutes', session.idle_limit / 15) as unseen
  {_WHO}
)
"""

# The same of several requests at once, from a CTE `asked` with a session and a moment each: every row of it with its
# account, or none.
SESSIONS_CTE = f"""
who as (
  select asked.*, account.person_id,
    session.seen_at <= asked.at - least(interval '10 minutes', session.idle_limit / 15) as unseen
  from asked, people_session session
  join people_account account on account.id = session.account_id
  where {ALIVE} and {ACCOUNT_OPEN} and account.person_id is not null
)
""".replace("%(session)s::text", "asked.session").replace("%(at)s::timestamptz", "asked.at")

# One look-up by primary key and two by id: this runs on every request of a signed-in person. orgs.queries.actors puts
# it at the head of its own statement; the columns are types.SessionAccount's, in order.
SESSION_SQL = f"""
select who.session_key, who.account_id, who.account_uuid, person.id as person_id, person.uuid as person_uuid,
  person.name, person.name_native, who.language, who.seen_at, who.idle_limit, who.second_factor
from (
  select session.session_key, account.id as account_id, account.uuid as account_uuid, account.person_id,
    account.language, session.seen_at, session.idle_limit, session.second_factor
  {_WHO}
) who
join people_person person on person.id = who.person_id
"""

# The session was used just now: its end moves on, never beyond ends_at.
NOTE_SEEN = """
update people_session set seen_at = %(at)s::timestamptz,
  expire_date = least(ends_at, %(at)s::timestamptz + idle_limit)
where session_key = %(session)s::text
"""
