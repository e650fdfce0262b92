"""Names of the cmi5 specification (Quartz, first edition) that stand in statements and documents."""

VERBS = {
    "launched": "http://adlnet.gov/expapi/verbs/launched",
    "initialized": "http://adlnet.gov/expapi/verbs/initialized",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "passed": "http://adlnet.gov/expapi/verbs/passed",
    "failed": "http://adlnet.gov/expapi/verbs/failed",
    "abandoned": "https://w3id.org/xapi/adl/verbs/abandoned",
    "waived": "https://w3id.org/xapi/adl/verbs/waived",
    "terminated": "http://adlnet.gov/expapi/verbs/terminated",
    "satisfied": "https://w3id.org/xapi/adl/verbs/satisfied",
}
OF_THE_UNIT = ("initialized", "completed", "passed", "failed", "terminated")  # the others are the system's to say

CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"

_CONTEXT = "https://w3id.org/xapi/cmi5/context/extensions/"
SESSION_ID = f"{_CONTEXT}sessionid"
MASTERY = f"{_CONTEXT}masteryscore"
LAUNCH_MODE = f"{_CONTEXT}launchmode"
LAUNCH_URL = f"{_CONTEXT}launchurl"
MOVE_ON_RULE = f"{_CONTEXT}moveon"
LAUNCH_PARAMETERS = f"{_CONTEXT}launchparameters"

PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
REASON = "https://w3id.org/xapi/cmi5/result/extensions/reason"
BLOCK = "https://w3id.org/xapi/cmi5/activitytype/block"
COURSE = "https://w3id.org/xapi/cmi5/activitytype/course"

LAUNCH_DATA = "LMS.LaunchData"
PREFERENCES = "cmi5LearnerPreferences"
MODES = ("Normal", "Browse", "Review")
MOVE_ONS = ("Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")
# Section 9.5.5.2: why a unit was waived.
REASONS = ("Tested Out", "Equivalent AU", "Equivalent Outside Activity", "Administrative")
# Section 8.1: what the address of a launch carries; a unit's own query may use none of these names.
PARAMETERS = ("endpoint", "fetch", "actor", "registration", "activityId")
