namespace FunctionalConv;
using FunctionalConv.Graphs;

/// <summary>stub</summary>
public sealed class Summary { internal Summary(Network network, Graph graph) { _ = network; _ = graph; } }
