// Losses: x against target, with the peer's names of options and reductions.

namespace FunctionalConv.Properties.Peers;

internal static partial class PeerAdapter
{
    private static Dictionary<string, Family> Distances => new()
    {
        ["cross_entropy"] = Against(n => n.Has("class_weight") ? Labelled(n).Weighted(ClassWeights(n)) : Labelled(n)),
        ["cross_entropy_prob"] = Against(n => Losses.CrossEntropyOfProbabilities.Smoothed(n.Double("label_smoothing", 0)) is var loss && n.Has("class_weight") ? loss.Weighted(ClassWeights(n)) : loss),
        ["nll_loss"] = Against(n => Losses.NegativeLogLikelihood.Ignoring(n.Int("ignore_index", -100)) is var loss && n.Has("class_weight") ? loss.Weighted(ClassWeights(n)) : loss),
        ["bce"] = Against(_ => Losses.BinaryCrossEntropy),
        ["bce_with_logits"] = Against(n => n.Has("pos_weight") ? Losses.BinaryCrossEntropyWithLogits.Positive(n.Shape("pos_weight"), Numbers(n, "pos_weight")) : Losses.BinaryCrossEntropyWithLogits),
        ["mse_loss"] = Against(_ => Losses.MeanSquared),
        ["l1_loss"] = Against(_ => Losses.MeanAbsolute),
        ["smooth_l1_loss"] = Against(n => Losses.SmoothL1(n.Double("beta", 1))),
        ["huber_loss"] = Against(n => Losses.Huber(n.Double("delta", 1))),
        ["kl_div"] = Against(n => n.Bool("log_target") ? Losses.KullbackLeibler.OfLogarithms() : Losses.KullbackLeibler),
    };

    private static CrossEntropyLoss Labelled(CaseNode n) => Losses.CrossEntropy.Ignoring(n.Int("ignore_index", -100)).Smoothed(n.Double("label_smoothing", 0));

    private static Family Against(Func<CaseNode, TermLoss> loss) => new()
    {
        Nodes = (n, x) =>
        {
            TermLoss own = n.Text("reduction", "mean") switch
            {
                "none" => loss(n).Unreduced(),
                "sum" => loss(n).Summed(),
                "batchmean" => loss(n).PerItem(),
                _ => loss(n),
            };
            return [("y", n.Has("element_weight") ? own.Of(x("x"), x("target"), x("element_weight")) : own.Of(x("x"), x("target")))];
        },
    };

    private static double[] ClassWeights(CaseNode n) => Numbers(n, "class_weight");

    private static double[] Numbers(CaseNode n, string role) => n.Tensors[n.Inputs[role]].Real<double>().Values.ToArray();
}
