// Turns QTI 2.1 into QTI 3 by a stylesheet written elsewhere: a JSON list of documents in and out.
import { readFileSync } from "node:fs";
import { convertQti2toQti3 } from "@citolab/qti-convert/qti-convert-node";

const say = console.log;
console.log = console.error; // the library says what it does where the answer is expected
const documents = JSON.parse(readFileSync(0, "utf8"));
const converted = [];
for (const document of documents) converted.push(await convertQti2toQti3(document));
say(JSON.stringify(converted));
