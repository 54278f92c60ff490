"""Teaches the layer that makes tokens (`ingestion.knowledge.embedding.token_layer`) which clause answers a question.

    make teach     installs what is needed beside the product, teaches (a quarter of an hour), writes the layer

It learns from the small papers in `eval/datasets/papers` alone. The documents of the suites stay unknown to it, so that
alignments are as good on the halves that weights are fitted on as on documents that nobody has seen. After it, fit anew
what weighs alignments: `eval.fit_ranking`, then `eval.fit_answerability`.
"""
