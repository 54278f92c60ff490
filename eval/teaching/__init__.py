"""Teaches the layer that makes tokens (`ingestion.knowledge.embedding.token_layer`) which clause answers a question.

    make teach     installs what is needed beside the product, teaches (half an hour on two cores), writes the layer

It learns from the small papers in `eval/datasets/papers` and from the fit halves of the suites, never from a test half.
After it, fit anew what weighs alignments: `eval.fit_ranking`, then `eval.fit_answerability`.
"""
