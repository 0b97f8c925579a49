"""The press: turns orders into reader pages, renders exactly what changed, commits it in one transaction.

    orders ──▶ keys ──▶ ledger: which pages read them ──▶ gather ──▶ same inputs? stop
                                                                └──▶ render ──▶ edition (one transaction)
                                                                                  └──▶ cross the orders out

It has never heard of a story: recipes are registered by the paper at start-up.
May call: edition, text, paperfile.
"""
