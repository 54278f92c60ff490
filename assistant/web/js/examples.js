// Questions to begin with, made of what the corpus holds.

/** One question a document, from its targets. */
export function examplesFrom(targets, most = 4) {
  const examples = new Map();
  for (const { doc_id: docId, region, indicator, unit, value } of targets) {
    if (examples.has(docId) || !region || !unit || !/^\d/.test(value)) continue;
    if (indicator.length < 5 || indicator.length > 18 || /[、，,（(]/.test(indicator)) continue;
    examples.set(docId, `${region}${indicator}的目标是多少？由谁负责？`);
  }
  return [...examples.values()].slice(0, most);
}
