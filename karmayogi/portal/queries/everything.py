"""All that is kept about one person, table by table: what she takes with her when she asks for everything.

Left out on purpose: the password, secrets of the second factor and open sessions (they are keys, not facts about a
person), the right answers of tests, and what others said in confidence (workplace feedback is kept without a rater at
all). What somebody did in an office for others (reviewing, deciding, granting) is in the trail. A test holds the tables
that name a person against this list.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from karmayogi.orgs.api import THEN_POSTS

TABLES = {
    "person": """
        select uuid, name, name_native, native_language, honorific, employee_code, "group", gender, category, birth_on,
          mother_tongue, office_pin, external_system, external_code, tags, created_at
        from people_person where id = %(person)s""",
    "accounts": """
        select email, email_verified_at, mobile, mobile_verified_at, language
        from people_account where person_id = %(person)s""",
    # One row for each designation and unit that the post had while it was held.
    "service": f"""
        select i.kind, greatest(i.valid_from, p.valid_from) as valid_from, least(i.valid_to, p.valid_to) as valid_to,
          i.order_number, seat.code as post, p.label, d.name as designation, o.name_en as organisation
        from orgs_incumbency i join orgs_post seat on seat.id = i.post_id
        join {THEN_POSTS} p on p.post_id = i.post_id and p.valid_from < coalesce(i.valid_to, 'infinity'::date)
          and coalesce(p.valid_to, 'infinity'::date) > i.valid_from
        join orgs_designation d on d.id = p.designation_id
        join orgs_organisation o on o.id = p.organisation_id
        where i.person_id = %(person)s order by 2, i.id""",
    "retirement": """
        select "on", reason, recorded_at, closed_at from orgs_retirement where person_id = %(person)s""",
    "told_by_feeds": """
        select o.name_en as organisation, f.code, f.name, f.email, f.mobile, f."group", f.gender, f.category,
          f.birth_on, d.name as designation
        from feeds_feedofficer f join orgs_organisation o on o.id = f.organisation_id
        left join orgs_designation d on d.id = f.designation_id where f.person_id = %(person)s order by f.id""",
    "told_by_hr_systems": """
        select user_name, external_id, display_name, language, formatted, prefix, family_name, given_name, middle_name,
          suffix, title, cost_center, organization, division, department, active, post_code, designation,
          organisation_code, service, cadre, batch, problems, created_at, updated_at, deleted_at
        from feeds_scimuser where person_id = %(person)s order by id""",
    "requests": """
        select r.uuid, r.kind, r.field, r.was, r.wanted, d.name as designation, o.name_en as organisation,
          r.effective_on, r.order_number, r.reason, r.status, r.comment, r.sent_at, r.decided_at
        from feeds_profilerequest r left join orgs_designation d on d.id = r.designation_id
        left join orgs_organisation o on o.id = r.organisation_id where r.person_id = %(person)s order by r.id""",
    "services": """
        select s.name as service, c.name as cadre, m.batch, m.valid_from, m.valid_to
        from orgs_servicemembership m join orgs_service s on s.id = m.service_id
        left join orgs_cadre c on c.id = m.cadre_id where m.person_id = %(person)s order by m.valid_from""",
    "authorities": """
        select a.role, o.name_en as organisation, a.valid_from, a.valid_to, a.reason
        from orgs_delegatedauthority a join orgs_organisation o on o.id = a.organisation_id
        where a.person_id = %(person)s order by a.valid_from""",
    "assessment_rooms": """
        select r.title, o.name_en as organisation, a.name, a.email, r.begins_at, r.ends_at
        from evaluation_roomassessor a join evaluation_room r on r.id = a.room_id
        join orgs_organisation o on o.id = r.organisation_id where a.person_id = %(person)s order by a.id""",
    "assessment_downloads": """
        select r.title, d."table", d.form, d.rows, d.at
        from evaluation_roomdownload d join evaluation_room r on r.id = d.room_id
        where d.person_id = %(person)s order by d.id""",
    "levels": """
        select c.code, c.name_en as competency, l.level, l.confidence, l.engine, l.reasons, l.computed_at
        from competencies_level l join competencies_competency c on c.id = l.competency_id
        where l.person_id = %(person)s order by c.code""",
    "evidence": """
        select e.uuid, c.code, c.name_en as competency, e.level, e.score, e.source, e.instrument,
          e.instrument_version, e.context, e.observed_at, e.recorded_at, e.contested_at,
          (select w.uuid from competencies_evidence w where w.id = e.withdraws_id) as withdraws
        from competencies_evidence e join competencies_competency c on c.id = e.competency_id
        where e.person_id = %(person)s order by e.id""",
    "proofs": """
        select p.uuid, c.code, c.name_en as competency, i.source, p.claimed_level, p.statement, p.happened_on,
          p.file_name, p.check_result, p.check_issuer, p.status, p.asked_at, p.decided_at, p.decided_level,
          p.decision_note
        from competencies_proof p join competencies_competency c on c.id = p.competency_id
        join competencies_instrument i on i.id = p.instrument_id where p.person_id = %(person)s order by p.id""",
    "contests": """
        select t.uuid, e.uuid as evidence, t.reason, t.opened_at, t.due_on, t.status, t.decided_at, t.decision
        from competencies_contest t join competencies_evidence e on e.id = t.evidence_id
        where t.person_id = %(person)s order by t.id""",
    "workplace_questions": """
        select quarter, asked from competencies_roundasked where rater_id = %(person)s order by id""",
    "workplace_feedback": """
        select d.quarter, c.code, c.name_en as competency, r.relation, r.level
        from competencies_roundresult r join competencies_round d on d.id = r.round_id
        join competencies_competency c on c.id = r.competency_id where r.subject_id = %(person)s order by r.id""",
    "courses": """
        select c.code, n.language, n.status, n.enrolled_at, n.last_at, n.completed_at
        from learning_enrolment n join learning_course c on c.id = n.course_id
        where n.person_id = %(person)s order by n.id""",
    "progress": """
        select c.code as course, part.key as part, g.state, g.position, g.seconds, g.opened_at, g.completed_at, g.score,
          g.watched::text as seconds_watched, g.read_seconds, g.done_by
        from learning_partprogress g join learning_enrolment n on n.id = g.enrolment_id
        join learning_course c on c.id = n.course_id join learning_part part on part.id = g.part_id
        where g.person_id = %(person)s order by n.id, part.position""",
    "devices": """
        select name, enrolled_at, seen_at, revoked_at from people_device where person_id = %(person)s order by id""",
    "push_devices": """
        select d.name, split_part(d.endpoint, '/', 3) as push_service, d.added_at, d.told_at
        from people_pushdevice d where d.person_id = %(person)s order by d.id""",
    "kept_on_devices": """
        select c.code as course, d.name as device, k.language, k.form, k.bytes, k.given_at, k.valid_until
        from learning_offlinepack k join people_device d on d.id = k.device_id
        join learning_enrolment n on n.id = k.enrolment_id join learning_course c on c.id = n.course_id
        where k.person_id = %(person)s order by k.id""",
    "done_without_network": """
        select l.event, d.name as device, l.seq, l.kind, l.text, l.outcome, l.reason, l.credited, l.clock_changed,
          l.happened_at, l.arrived_at
        from learning_offlineline l left join people_device d on d.id = l.device_id
        where l.person_id = %(person)s order by l.id""",
    "practice": """
        select c.code as course, i.key as question, p.tries, p.right_tries, p.last_right, p.last_at
        from assessment_practice p join assessment_item i on i.id = p.item_id
        join learning_course c on c.id = i.course_id where p.person_id = %(person)s order by p.item_id""",
    "tests_fetched_sealed": """
        select s.uuid, c.code as course, d.name as device, s.language, s.given_at, s.valid_until, s.opened_at
        from assessment_sealedpaper s join people_device d on d.id = s.device_id
        join assessment_paper p on p.id = s.paper_id join learning_part part on part.id = p.part_id
        join learning_courseversion v on v.id = part.version_id join learning_course c on c.id = v.course_id
        where s.person_id = %(person)s order by s.id""",
    "programmes": """
        select c.code, n.language, n.status, n.enrolled_at, n.completed_at
        from learning_programmeenrolment n join learning_course c on c.id = n.course_id
        where n.person_id = %(person)s order by n.id""",
    "events": """
        select c.code, p.state, p.asked_at, p.attended_minutes, p.attended_at
        from learning_gatheringplace p join learning_course c on c.id = p.course_id
        where p.person_id = %(person)s order by p.id""",
    "trainer_in_cascades": """
        select k.name_en as cascade, t.name_en as tier, c.code as qualified_by, r.qualified_at, r.withdrawn_at,
          r.barred_at, r.barred_reason
        from learning_cascadetrainer r join learning_cascadetier t on t.id = r.tier_id
        join learning_cascade k on k.id = t.cascade_id join learning_course c on c.id = r.event_id
        where r.person_id = %(person)s order by r.id""",
    "cascade_sessions_led": """
        select k.name_en as cascade, t.name_en as tier, c.code as event, s.given_at
        from learning_cascadesession s join learning_cascadetier t on t.id = s.tier_id
        join learning_cascade k on k.id = t.cascade_id join learning_course c on c.id = s.event_id
        where s.leader_id = %(person)s order by s.id""",
    "let_in": """
        select c.code, a.via, a.at from learning_admission a join learning_course c on c.id = a.course_id
        where a.person_id = %(person)s order by a.id""",
    "courses_asked_for": """
        select c.code, r.why, r.state, r.asked_at, r.reminded_at, r.decided_at, r.reason
        from learning_accessrequest r join learning_course c on c.id = r.course_id
        where r.person_id = %(person)s order by r.id""",
    "learning_at_work": """
        select e.uuid, c.code, e.kind, e.begun_on, e.ended_on, e.minutes, e.words, e.file_name, w.name as who_was_there,
          e.state, e.sent_at, e.decided_at, e.confirmed_minutes, e.level, e.note, e.withdrawn_at
        from learning_jobentry e join competencies_competency c on c.id = e.competency_id
        join people_person w on w.id = e.witness_id where e.person_id = %(person)s order by e.id""",
    "learning_at_work_confirmed": """
        select e.uuid, n.name as of, e.state, e.sent_at, e.decided_at, e.confirmed_minutes, e.level, e.note
        from learning_jobentry e join people_person n on n.id = e.person_id
        where e.witness_id = %(person)s order by e.id""",
    "courses_applied": """
        select k.uuid, c.code, k.state, k.opened_at, k.closes_on, k.decided_at, k.appealed_at, k.appeal_reason,
          k.decision, t.number as try, t.words, t.sent_at, t.shown
        from learning_applicationcheck k join learning_course c on c.id = k.course_id
        left join learning_applicationtry t on t.check_of_id = k.id
        where k.person_id = %(person)s order by k.id, t.number""",
    "courses_judged": """
        select a.uuid, a.state, a.asked_at, a.due_on, a.answers, a.shown, a.reason, a.ended_at
        from learning_peerask a where a.peer_id = %(person)s order by a.id""",
    "hours": """
        select "on", minutes, kind, ref_kind, ref_uuid
        from learning_learningcredit where person_id = %(person)s order by "on", id""",
    "packages": """
        select c.code as course, part.key as part, s.item, s.location, s.suspend_data, s.completion, s.success, s.score,
          s.seconds, s.record, s.attempt, s.updated_at
        from learning_scormstate s join learning_part part on part.id = s.part_id
        join learning_courseversion v on v.id = part.version_id join learning_course c on c.id = v.course_id
        where s.person_id = %(person)s order by c.code, part.position, s.item""",
    "packages_in_order": """
        select c.code as course, part.key as part, q.state, q.updated_at
        from learning_sequencingstate q join learning_part part on part.id = q.part_id
        join learning_courseversion v on v.id = part.version_id join learning_course c on c.id = v.course_id
        where q.person_id = %(person)s order by c.code, part.position""",
    "shared_objectives": """
        select c.code as course, part.key as part, o.objective, o.satisfied, o.measure, o.completed, o.progress,
          o.updated_at
        from learning_globalobjective o join learning_enrolment n on n.id = o.enrolment_id
        join learning_course c on c.id = n.course_id left join learning_part part on part.id = o.scope
        where o.person_id = %(person)s order by c.code, o.scope, o.objective""",
    "units": """
        select r.uuid as registration, c.code as course, u.iri as unit, s.opened_at, s.completed_at, s.passed_at,
          s.failed_at, s.score, s.progress, s.waived_at, s.waived_reason, s.satisfied_at
        from learning_registration r join learning_enrolment n on n.id = r.enrolment_id
        join learning_course c on c.id = n.course_id
        left join learning_unitstate s on s.registration_id = r.id
        left join learning_packageunit u on u.id = s.unit_id
        where r.person_id = %(person)s order by r.id, u.position""",
    "known_to_tools": """
        select t.name as tool, a.sub as known_as, a.agreed_at, a.agreed_to
        from lti_acquaintance a join lti_tool t on t.id = a.tool_id where a.person_id = %(person)s order by a.id""",
    "told_by_tools": """
        select s.given, s.maximum, s.activity, s.grading, s.comment, s.told_at, s.received_at
        from lti_score s where s.person_id = %(person)s order by s.id""",
    "guest_of": """
        select p.name as platform, g.sub as known_as, g.linked_at
        from lti_guest g join lti_platform p on p.id = g.platform_id where g.person_id = %(person)s order by g.id""",
    "tests": """
        select t.uuid, c.code as course, part.key as part, t.number, t.language, t.opened_at, t.due_at, t.submitted_at,
          t.closing, t."right", t.questions, t.score, t.pass_percent, t.passed, r.score as score_now,
          r.passed as passed_now
        from assessment_attempt t left join assessment_rescore r on r.attempt_id = t.id
        join assessment_paper p on p.id = t.paper_id
        join learning_part part on part.id = p.part_id
        join learning_courseversion v on v.id = part.version_id join learning_course c on c.id = v.course_id
        where t.person_id = %(person)s order by t.id""",
    "answers": """
        select t.uuid as test, a.position, a.shown, a.chosen, a.saved_at
        from assessment_attempt t join assessment_attemptitem a on a.attempt_id = t.id
        where t.person_id = %(person)s order by t.id, a.position""",
    "tests_asked_for": """
        select uuid, why, asked_at, decided_at, granted, note
        from assessment_attemptrequest where person_id = %(person)s order by id""",
    "seats_at_sittings": """
        select s.uuid, t.venue, t.starts_at, t.ends_at, s.number, s.state, s.incident, s.note, s.marked_at, s.hand_in,
          s.handed_at
        from assessment_seat s join assessment_proctoredsitting t on t.id = s.sitting_id
        where s.person_id = %(person)s order by s.id""",
    "papers_taken_to_sittings": """
        select v.uuid, t.venue, d.name as device, v.language, v.minutes, v.given_at, v.replaced_at, v.wrong_codes,
          v.settled, v.settled_at
        from assessment_venuepaper v join assessment_seat s on s.id = v.seat_id
        join assessment_proctoredsitting t on t.id = s.sitting_id join people_device d on d.id = v.device_id
        where s.person_id = %(person)s order by v.id""",
    "sittings_kept_on_devices": """
        select t.venue, t.starts_at, d.name as device, w.given_at, w.started_at, w.wrong_codes
        from assessment_venueduty w join assessment_proctoredsitting t on t.id = w.sitting_id
        join people_device d on d.id = w.device_id where w.person_id = %(person)s order by w.id""",
    "sittings_watched": """
        select t.venue, t.starts_at, t.ends_at
        from assessment_sittingproctor w join assessment_proctoredsitting t on t.id = w.sitting_id
        where w.person_id = %(person)s order by t.id""",
    "agreed_answers_marked_by_her": """
        select q.key as question, k.key as answer, k.points, k.close, k.at from assessment_agreedmark k
        join assessment_item q on q.id = k.item_id where k.marker_id = %(person)s order by k.id""",
    "competency_tests": """
        select s.uuid, c.code as competency, s.language, s.opened_at, s.due_at, s.closed_at, s.closing, s.theta,
          s.error, s.level, r.theta as theta_now, r.error as error_now, r.level as level_now
        from assessment_sitting s left join assessment_sittingrescore r on r.sitting_id = s.id
        join competencies_competency c on c.id = s.competency_id
        where s.person_id = %(person)s order by s.id""",
    "competency_test_answers": """
        select s.uuid as test, i.position, i.shown, i.chosen, i.asked_at, i.answered_at from assessment_sittingitem i
        join assessment_sitting s on s.id = i.sitting_id where s.person_id = %(person)s order by s.id, i.position""",
    "remarks_on_answers": """
        select t.uuid as test, m.position, m.points, m.remark, m.done_at from assessment_marking m
        join assessment_attempt t on t.id = m.attempt_id
        where t.person_id = %(person)s and t.score is not null and m.done_at is not null order by m.id""",
    "marked_by_her": """
        select m.points, m.remark, m.done_at from assessment_marking m
        where m.marker_id = %(person)s and m.done_at is not null order by m.id""",
    "signals": """
        select c.code as course, s.kind, s.strong, s.measure, s.chance, s.detail, s.policy, s.happened_at, s.found_at
        from assessment_integritysignal s join learning_enrolment n on n.id = s.enrolment_id
        join learning_course c on c.id = n.course_id where s.person_id = %(person)s order by s.id""",
    "rechecks": """
        select r.uuid, c.code as course, r.state, r.policy, r.asked_at, r.due_at, r.begun_at, r.ends_at, r.closed_at,
          r."right", r.appeal, r.appealed_at, r.decided_at, r.upheld, r.decision
        from assessment_recheck r join learning_enrolment n on n.id = r.enrolment_id
        join learning_course c on c.id = n.course_id where r.person_id = %(person)s order by r.id""",
    "not_confirmed": """
        select h.ref_kind, h.ref_uuid, h.reason, h.held_at, h.released_at
        from competencies_evidencehold h where h.person_id = %(person)s order by h.id""",
    "record_findings": """
        select f.rule, f.ref_uuid, f.state, f.told, f.at
        from learning_recordfinding f where f.person_id = %(person)s order by f.id""",
    "ratings": """
        select c.code as course, r.stars, r.text, r.given_at, r.changed_at, r.hidden_at, r.hidden_reason
        from learning_courserating r join learning_course c on c.id = r.course_id
        where r.person_id = %(person)s order by r.id""",
    "put_aside": """
        select c.code as course, n.at from learning_notforme n join learning_course c on c.id = n.course_id
        where n.person_id = %(person)s order by n.id""",
    "mandates_discharged": """
        select m.title_en as mandate, m.number, d.due_on, d.done_on, d.recorded_at
        from plans_discharge d join plans_mandate m on m.id = d.mandate_id
        where d.person_id = %(person)s order by d.id""",
    "exemptions_asked_for": """
        select r.uuid, m.title_en as mandate, m.number, r.kind, r.state, r.reason, r.from_on, r.until_on, r.asked_at,
          r.decided_at, r.note from plans_relief r join plans_mandate m on m.id = r.mandate_id
        where r.person_id = %(person)s order by r.id""",
    "named_by_mandates": """
        select coalesce(m.title_en, g.name) as mandate, m.number, m.status, x.excludes as left_out
        from plans_mandatecondition c join plans_mandaterule x on x.id = c.rule_id
        left join plans_mandate m on m.id = x.mandate_id left join plans_peoplegroup g on g.id = x.group_id
        where c.person_id = %(person)s order by c.id""",
    "told_of_mandates": """
        select case when told.named then m.title_en end as mandate, case when told.named then m.number end as number,
          m.status, n.told_at
        from plans_notice n join plans_mandate m on m.id = n.mandate_id cross join lateral (
          -- What a draft is called since somebody wrote in it again is not told.
          select m.status in ('live', 'retired') or m.changed_at <= m.taken_back_at as named) told
        where n.person_id = %(person)s order by n.id""",
    "capacity_building_units": """
        select o.name_en as organisation, u.order_number, m.chairs, m.since, m.until
        from capacity_unitmember m join capacity_capacityunit u on u.id = m.unit_id
        join orgs_organisation o on o.id = u.organisation_id where m.person_id = %(person)s order by m.id""",
    "surveys_of_needs": """
        select o.name_en as organisation, d.name as designation, c.code, c.name_en as competency, g.rating, y.hinders,
          y.at
        from capacity_surveyreply y join capacity_survey s on s.id = y.survey_id
        join capacity_plan p on p.id = s.plan_id join orgs_organisation o on o.id = p.organisation_id
        join orgs_designation d on d.id = y.designation_id
        left join capacity_surveyrating g on g.reply_id = y.id
        left join competencies_competency c on c.id = g.competency_id
        where y.person_id = %(person)s order by y.id, g.id""",
    "answers_for_interventions": """
        select p.title_en as plan, i.title_en as intervention, i.quarter from capacity_intervention i
        join capacity_plan p on p.id = i.plan_id where i.owner_person_id = %(person)s order by i.id""",
    "told_of_annual_plans": """
        select p.title_en as plan, t.what, t.quarter, t.at from capacity_told t
        join capacity_plan p on p.id = t.plan_id where t.person_id = %(person)s order by t.id""",
    "batches_of_annual_plans": """
        select o.name_en as organisation, i.title_en as training, b.number as batch, b.starts_on, b.ends_on,
          s.adopted_at, s.replaced_at
        from capacity_allotment a join capacity_scenario s on s.id = a.scenario_id and s.adopted_at is not null
        join capacity_batch b on b.id = a.batch_id join capacity_intervention i on i.id = a.intervention_id
        join capacity_plan p on p.id = s.plan_id join orgs_organisation o on o.id = p.organisation_id
        where a.person_id = %(person)s order by a.id""",
    "appraisal_absences": """
        select a.kind, a.from_on, a.until_on, a.order_number, a.entered_at, a.removed_at
        from talent_absence a where a.person_id = %(person)s order by a.id""",
    "appraisal_contests": """
        select c.uuid, y.year, c.about, e.title_en as course, c.words, c.standing, c.prescribed, c.done, c.needed,
          c.days, c.asked_at, c.state, c.decided_at, c.reason
        from talent_contest c join talent_appraisalyear y on y.id = c.year_id
        left join learning_catalogueentry e on e.course_id = c.course_id
        where c.person_id = %(person)s order by c.id""",
    "appraisal_allowances": """
        select y.year, e.title_en as course, a.done_on
        from talent_allowance a join talent_appraisalyear y on y.id = a.year_id
        left join learning_catalogueentry e on e.course_id = a.course_id
        where a.person_id = %(person)s order by a.id""",
    "told_to_appraisal_systems": """
        select f.name as system, l.number, y.year, l.standing, l.contested, l.prescribed, l.done, l.needed, l.days,
          l.test_on, l.eligible_on, l.as_on, l.state, l.reason
        from talent_feedline l join talent_feed f on f.id = l.feed_id
        join talent_appraisalyear y on y.id = l.year_id where l.person_id = %(person)s order by l.id""",
    "appraisal_reminders": """
        select y.year, r."on", r.done, r.tested, r.told_up_on as supervisor_told_on
        from talent_reminded r join talent_appraisalyear y on y.id = r.year_id
        where r.person_id = %(person)s order by r.id""",
    "digests": """
        select d."on", d.language, d.text, d.mail, d.sms, d.delivered_at
        from talent_digest d where d.person_id = %(person)s order by d.id""",
    "digest_wishes": """
        select w.by_mail, w.by_sms, w.quiet_from, w.quiet_until
        from talent_digestwish w where w.person_id = %(person)s""",
    "push_messages": """
        select n.name as browser, n.state, n.tries, n.why, n.next_at as at, g."on" as digest_of
        from talent_pushnote n join talent_digest g on g.id = n.digest_id
        where n.person_id = %(person)s order by n.id""",
    "text_messages": """
        select s.template, s.text, s.state, s.why, s.tries, s.at, s.sent_at from talent_smsnote s
        where s.person_id = %(person)s order by s.id""",
    "certificates": """
        select code, title_en as title, course_code, minutes, grade, score, issued_at, revoked_at, revoked_reason
        from credentials_certificate where person_id = %(person)s order by id""",
    "trail": """
        select at, tag, agent_label as by_whom, subject_kind, subject_label, why
        from kernel_auditentry where concerns_id = %(person)s order by id""",
}


def everything(person_id: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(name of the table, its rows as column -> value), in the order of TABLES."""
    for name, sql in TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(sql, {"person": person_id})
            columns = [column.name for column in cursor.description or ()]
            yield name, [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
