// What this device keeps. Storage may be full or switched off; the page then works without memory.

function reading(storage, key, otherwise) {
  try {
    return JSON.parse(storage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function writing(storage, key, value) {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export const device = {
  read: (name, otherwise = null) => reading(localStorage, `wenzheng.${name}`, otherwise),
  write: (name, value) => writing(localStorage, `wenzheng.${name}`, value),
};

/** Forgotten when the tab is closed: the place for a key. */
export const tab = {
  read: (name, otherwise = null) => reading(sessionStorage, `wenzheng.${name}`, otherwise),
  write: (name, value) => writing(sessionStorage, `wenzheng.${name}`, value),
};
