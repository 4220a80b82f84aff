// On the door of a room, `/in/CODE#FINGERPRINT`: remember by which keys the link or the QR code
// named the gathering. What stands behind # is never sent to a server.

import { keepName } from "./keeping.js";

const WHOLE = /^#([0-9A-HJKMNP-TV-Z]{52})$/i;

const named = location.hash.match(WHOLE);
const code = location.pathname.split("/").at(-1).toUpperCase();
if (named && code) keepName(code, named[1].toUpperCase());
