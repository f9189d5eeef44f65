// Reads GIFT by a grammar written elsewhere: a JSON list of texts in, a JSON list of quizzes out.
import { readFileSync } from "node:fs";
import gift from "gift-pegjs";

const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => gift.parse(text))));
