-- The edition: format 3. Everything here is public; nothing here is anything else.
CREATE TABLE IF NOT EXISTS facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One row a ready answer. `head` is the whole deflate stream, or the part before the live list's hole.
CREATE TABLE IF NOT EXISTS pages (
    id           INTEGER PRIMARY KEY,
    address      TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    content_type TEXT NOT NULL,
    language     TEXT NOT NULL,
    etag         TEXT NOT NULL,
    head         BLOB NOT NULL,
    head_crc     INTEGER NOT NULL,
    head_size    INTEGER NOT NULL,
    tail         BLOB,
    tail_crc     INTEGER NOT NULL DEFAULT 0,
    tail_size    INTEGER NOT NULL DEFAULT 0
);

-- One row a published story; `card` is its ready <li> for the live list.
CREATE TABLE IF NOT EXISTS catalogue (
    story_id     INTEGER PRIMARY KEY,
    language     TEXT NOT NULL,
    section      TEXT NOT NULL,
    address      TEXT NOT NULL,
    headline     TEXT NOT NULL,
    teaser       TEXT NOT NULL,
    published_at INTEGER NOT NULL, -- Unix seconds
    card         TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS catalogue_newest ON catalogue (language, published_at DESC, story_id DESC);

-- What a search says of a story. `place` orders stories by time: the second of publication, then the story's number.
-- The words themselves lie in search_words, which each engine makes its own way (`edition.fts5`, `edition.tsvector`).
CREATE TABLE IF NOT EXISTS search (
    place    INTEGER PRIMARY KEY, -- published_at << 30 | story_id
    story_id INTEGER NOT NULL UNIQUE,
    language TEXT NOT NULL,
    day      TEXT NOT NULL, -- as printed
    labels   TEXT NOT NULL -- section, writers, topics: a line each
);

-- The tokens by which each story is found, deflated: what must be taken out of search_words when it changes or goes.
CREATE TABLE IF NOT EXISTS search_tokens (
    place  INTEGER PRIMARY KEY,
    tokens BLOB NOT NULL
);

-- Words that a misspelt one can be corrected to, and how many stories have each.
CREATE TABLE IF NOT EXISTS search_known (
    language TEXT NOT NULL,
    word     TEXT NOT NULL,
    stories  INTEGER NOT NULL,
    PRIMARY KEY (language, word)
) WITHOUT ROWID;

-- The frame of the live list, one a language: HTML with one <!--items--> in it.
CREATE TABLE IF NOT EXISTS shells (
    language TEXT PRIMARY KEY,
    html     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS redirects (
    address TEXT PRIMARY KEY,
    target  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tombstones (
    address TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Files beside the edition that a page or a card names.
CREATE TABLE IF NOT EXISTS media (
    holder TEXT NOT NULL, -- address of the page, or "story/81" for a catalogue row
    name   TEXT NOT NULL,
    PRIMARY KEY (holder, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS media_name ON media (name);

-- What every kiosk must drop: one row a changed address and run. "*" means everything.
CREATE TABLE IF NOT EXISTS changes (
    run     INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (run, address)
) WITHOUT ROWID;

-- The press's ledger: which product read which keys, and a fingerprint of what it was made from.
-- `keys` are the ids of all keys that it read, 32 bits each; `round` is the last transaction that looked at it.
CREATE TABLE IF NOT EXISTS inputs (
    id          INTEGER PRIMARY KEY,
    address     TEXT NOT NULL UNIQUE,
    recipe      TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    keys        BLOB NOT NULL,
    round       INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger_keys (
    id  INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS ledger_reads (
    key_id   INTEGER NOT NULL,
    input_id INTEGER NOT NULL,
    PRIMARY KEY (key_id, input_id)
) WITHOUT ROWID;

-- Which keys were ordered in which round of the press, for those who gather meanwhile.
CREATE TABLE IF NOT EXISTS ordered (
    round INTEGER NOT NULL,
    key   TEXT NOT NULL,
    PRIMARY KEY (round, key)
) WITHOUT ROWID;

-- What the press has still to look at, by rank; publications go before it.
CREATE TABLE IF NOT EXISTS backlog (
    id      INTEGER PRIMARY KEY,
    rank    INTEGER NOT NULL,
    address TEXT NOT NULL UNIQUE,
    recipe  TEXT NOT NULL,
    afresh  INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS backlog_rank ON backlog (rank, id);
