"""IPTC's Media Topics: what a story is about, in words that all agencies' codes can be led back to.

    file of IPTC (JSON, NewsML-G2, spreadsheet) ──▶ scheme   topics, names, broader ones, what retired ones mean now
    an agency's subject ──▶ codes ──▶ Media Topic     its own code by the source's map, IPTC's by the published one

Plain. `wire.topic_tables` keeps a scheme in the desk database, `wire.topic_finding` asks it for a dispatch.
"""
