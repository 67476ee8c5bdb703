"""The tuned judge as one ONNX file, its weights in whole numbers of eight bits.

Each column of a matrix and each word's vector has its own scale; at run time they are made floats
again, so that a pair's answer does not depend on the pairs beside it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, checker, helper, load_from_string, numpy_helper

from scripts.reader.network import (
    DENSE,
    EPSILON,
    HEADS,
    HIDDEN,
    LAYERS,
    NORMS,
    Embeddings,
    Weights,
)
from servanda.records import Label

__all__ = ["network_of", "onnx_bytes"]

OPSET, IR_VERSION = 17, 8  # that the oldest pinned onnxruntime reads [definition]


class _Graph:
    """Nodes and constants of the graph, in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any) -> str:
        """The name of a new constant."""
        name = f"c{len(self.constants)}"
        array = np.ascontiguousarray(value) if np.ndim(value) else np.asarray(value)
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """The name of a new node's output."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def matrix(self, weights: Any) -> str:
        """A matrix of eight-bit numbers with a scale for each column."""
        whole, scale = _whole_numbers(np.asarray(weights, np.float32), axis=0)
        zero = self.constant(np.zeros(scale.shape, np.int8))
        return self.node(
            "DequantizeLinear", self.constant(whole), self.constant(scale), zero, axis=1
        )

    def dense(self, states: str, weights: Any, bias: Any) -> str:
        """A linear layer."""
        product = self.node("MatMul", states, self.matrix(weights))
        return self.node("Add", product, self.constant(np.asarray(bias, np.float32)))

    def normalise(self, states: str, scale: Any, shift: Any) -> str:
        """The normalisation of a layer."""
        scale, shift = (self.constant(np.asarray(part, np.float32)) for part in (scale, shift))
        return self.node("LayerNormalization", states, scale, shift, axis=-1, epsilon=EPSILON)


def _whole_numbers(
    weights: NDArray[np.float32], axis: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights as whole numbers up to 127, and what one is worth along the other axis."""
    largest = np.maximum(np.abs(weights).max(axis=axis, keepdims=True), 1e-12)
    scale = (largest / 127.0).astype(np.float32)
    return np.round(weights / scale).astype(np.int8), scale.reshape(-1)


def onnx_bytes(network: Weights, embeddings: Embeddings) -> bytes:
    """The file: inputs as BERT's, output `logits`, (pair, label)."""
    graph = _Graph()
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    states = _embedded(graph, embeddings)
    rows = graph.node("Unsqueeze", mask, graph.constant(np.array([1, 2], np.int64)))
    unseen = graph.node(
        "Mul",
        graph.node("Sub", graph.constant(np.float32(1.0)), rows),
        graph.constant(np.float32(-1e4)),
    )
    for layer in network["layers"]:
        states = _layer(graph, layer, states, unseen)
    _head(graph, network, states, mask)
    axes = [helper.make_tensor_value_info(n, TensorProto.INT64, ["pair", "token"]) for n in _INPUTS]
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["pair", len(Label)])
    built = helper.make_graph(graph.nodes, "statement-judge", axes, [logits], graph.constants)
    model = helper.make_model(
        built, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
    checker.check_model(model)
    return bytes(model.SerializeToString())


def network_of(model: bytes) -> Weights:
    """The layers and the head of a file that `onnx_bytes` wrote, as arrays."""
    graph = load_from_string(model).graph
    constants = {found.name: numpy_helper.to_array(found) for found in graph.initializer}
    made = {node.output[0]: node for node in graph.node}
    matrices, biases, norms = [], [], []
    for node in graph.node:
        matrix = made.get(node.input[0]) if node.op_type == "Add" else None
        if matrix is not None and matrix.op_type == "MatMul" and node.input[1] in constants:
            whole, scale, _ = made[matrix.input[1]].input
            matrices.append(constants[whole].astype(np.float32) * constants[scale])
            biases.append(constants[node.input[1]])
        elif node.op_type == "LayerNormalization":
            norms.append((constants[node.input[1]], constants[node.input[2]]))
    layers = []
    for number in range(LAYERS):
        layer = {}
        for place, name in enumerate(DENSE, number * len(DENSE)):
            layer[name], layer[f"{name}_bias"] = matrices[place], biases[place]
        for place, name in enumerate(NORMS, 1 + number * len(NORMS)):
            layer[f"{name}_scale"], layer[f"{name}_shift"] = norms[place]
        layers.append(layer)
    (head, labels), (head_bias, labels_bias) = matrices[-2:], biases[-2:]
    return {
        "layers": layers,
        "head": head,
        "head_bias": head_bias,
        "labels": labels,
        "labels_bias": labels_bias,
    }


_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def _embedded(graph: _Graph, embeddings: Embeddings) -> str:
    whole, scale = _whole_numbers(embeddings.words, axis=1)
    rows = graph.node("Gather", graph.constant(whole), "input_ids")
    scales = graph.node("Gather", graph.constant(scale.reshape(-1, 1)), "input_ids")
    words = graph.node("Mul", graph.node("Cast", rows, to=TensorProto.FLOAT), scales)
    length = graph.node("Shape", "input_ids", start=1, end=2)
    zero, one = (graph.constant(np.array([n], np.int64)) for n in (0, 1))
    places = graph.node("Slice", graph.constant(embeddings.places), zero, length, zero, one)
    types = graph.node("Gather", graph.constant(embeddings.types), "token_type_ids")
    summed = graph.node("Add", graph.node("Add", words, places), types)
    return graph.normalise(summed, embeddings.scale, embeddings.shift)


def _layer(graph: _Graph, layer: Weights, states: str, unseen: str) -> str:
    split = graph.constant(np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64))
    query, key, value = (
        graph.node(
            "Transpose",
            graph.node("Reshape", graph.dense(states, layer[n], layer[f"{n}_bias"]), split),
            perm=[0, 2, 3, 1] if n == "key" else [0, 2, 1, 3],
        )
        for n in ("query", "key", "value")
    )
    root = graph.constant(np.float32(1.0 / np.sqrt(HIDDEN // HEADS)))
    scores = graph.node("Mul", graph.node("MatMul", query, key), root)
    chances = graph.node("Softmax", graph.node("Add", scores, unseen), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", chances, value), perm=[0, 2, 1, 3])
    whole = graph.node("Reshape", mixed, graph.constant(np.array([0, 0, HIDDEN], np.int64)))
    attended = graph.dense(whole, layer["attended"], layer["attended_bias"])
    states = graph.normalise(
        graph.node("Add", states, attended),
        layer["attended_norm_scale"],
        layer["attended_norm_shift"],
    )
    inner = _gelu(graph, graph.dense(states, layer["inner"], layer["inner_bias"]))
    outer = graph.dense(inner, layer["outer"], layer["outer_bias"])
    return graph.normalise(
        graph.node("Add", states, outer), layer["outer_norm_scale"], layer["outer_norm_shift"]
    )


def _gelu(graph: _Graph, states: str) -> str:
    """Hendrycks and Gimpel (2016), arXiv:1606.08415: x times the normal distribution up to x."""
    scaled = graph.node("Mul", states, graph.constant(np.float32(np.sqrt(0.5))))
    raised = graph.node("Add", graph.node("Erf", scaled), graph.constant(np.float32(1.0)))
    half = graph.node("Mul", states, graph.constant(np.float32(0.5)))
    return graph.node("Mul", half, raised)


def _head(graph: _Graph, network: Weights, states: str, mask: str) -> None:
    column = graph.node("Unsqueeze", mask, graph.constant(np.array([2], np.int64)))
    one = graph.constant(np.array([1], np.int64))
    summed = graph.node("ReduceSum", graph.node("Mul", states, column), one, keepdims=0)
    mean = graph.node("Div", summed, graph.node("ReduceSum", column, one, keepdims=0))
    first = graph.node("Gather", states, graph.constant(np.int64(0)), axis=1)
    pooled = graph.node("Concat", first, mean, axis=-1)
    hidden = graph.node("Tanh", graph.dense(pooled, network["head"], network["head_bias"]))
    logits = graph.dense(hidden, network["labels"], network["labels_bias"])
    graph.nodes.append(helper.make_node("Identity", [logits], ["logits"]))
