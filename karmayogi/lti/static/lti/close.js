// Dynamic Registration 1.0, 3.6: the platform closes the frame or window in which it opened us.
(window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
