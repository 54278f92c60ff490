// Questions to begin with, made of what the corpus holds.

/** One question a document, about its first target, the next document's second and so on, for variety. */
export function examplesFrom(targets, most = 4) {
  const byDocument = new Map();
  for (const target of targets.filter(asks)) {
    const asked = byDocument.get(target.doc_id) ?? byDocument.set(target.doc_id, []).get(target.doc_id);
    asked.push(target);
  }
  return [...byDocument.values()]
    .slice(0, most)
    .map((asked, at) => asked[Math.min(at, asked.length - 1)])
    .map(({ region, indicator }) => `${region}${indicator}的目标是多少？由谁负责？`);
}

/** Whether a question about the target reads well. */
function asks({ region, indicator, unit, value }) {
  return region && unit && /^\d/.test(value) && indicator.length >= 5 && indicator.length <= 18 && !/[、，,（(]/.test(indicator);
}
