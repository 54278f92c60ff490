// Questions to begin with, made of what the corpus holds: of several kinds, so that they show what can be asked.

const COUNTED = /新增|引进|培育|建成|建设/;
const LONGEST_TITLE = 28;
const MOST = 4;

export function examplesFrom(targets, documents) {
  const told = targets.filter(readsWell);
  const used = new Set();
  const take = (fits) => {
    const found = told.find((target) => !used.has(target.doc_id) && fits(target));
    if (found) used.add(found.doc_id);
    return found;
  };
  const counted = take(({ qualifier, unit }) => COUNTED.test(qualifier) && /^[家个名项]$/.test(unit));
  const stated = take(({ qualifier }) => !COUNTED.test(qualifier));
  const [first, second] = documents.filter(({ doc_id: id, title }) => !used.has(id) && title.length <= LONGEST_TITLE);
  return [
    counted && `${counted.region ?? ""}要${counted.qualifier.match(COUNTED)[0]}多少${counted.unit}${counted.indicator}？由谁负责？`,
    stated && `${stated.region ?? ""}${stated.indicator}的目标是多少？`,
    comparison(told),
    first && `《${first.title}》现在还有效吗？`,
    second && `《${second.title}》是谁印发的？`,
  ]
    .filter(Boolean)
    .slice(0, MOST);
}

/** A question about an indicator that two places set, those of most places first. */
function comparison(targets) {
  const places = new Map();
  for (const { indicator, region } of targets.filter((each) => each.region)) places.set(indicator, (places.get(indicator) ?? new Set()).add(region));
  const [indicator, regions] = [...places].sort(([, a], [, b]) => b.size - a.size)[0] ?? [];
  return regions?.size > 1 ? `${[...regions].slice(0, 2).join("和")}的${indicator}目标分别是多少？` : null;
}

/** Whether a question about the target reads well. */
function readsWell({ indicator, unit, value }) {
  return unit && /^\d/.test(value) && indicator.length >= 4 && indicator.length <= 18 && !/[、，,（(]/.test(indicator);
}
