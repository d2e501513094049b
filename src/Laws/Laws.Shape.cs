// Shape: what a layer says about shapes is what its graph does; what is said of unknown axes does not contradict it; what does not fit is refused in words.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>
    /// The shape that the layer infers is that of its graph, for any batch; with an axis unknown it infers nothing else; a shape that does not fit is a
    /// misfit that names the input, the need and the cure.
    /// </summary>
    public static Property Shape(Layer layer, Inputs? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Trial.ForAll(layer, inputs ?? Inputs.Any, trial => layer.Infer(trial.Shape) is { Misfits.IsEmpty: true } fit ? Fits(layer, trial, fit.Shape) : Refused(layer, trial));
    }

    private static string? Fits(Layer layer, Trial trial, Shape inferred)
    {
        if (!inferred.Known) return $"the shape inferred for {trial.Shape}, {inferred}, has an unknown axis";
        if (layer.Check(trial.Shape).Match(_ => "", misfits => $"{misfits[0]}") is { Length: > 0 } refused) return $"the layer infers {inferred} for {trial.Shape}, and no network is made: {refused}";
        Network network = layer.On(trial.Shape);
        var graph = network.Graph(trial.Batch);
        Shape lowered = graph.Lines[graph.Output("y")].Shape;
        if (lowered != inferred.Under(trial.Batch)) return $"the layer infers {inferred} for {trial.Shape}; its graph gives {lowered} for {Amount.Of(trial.Batch, "items")}";
        for (int axis = 0; axis < trial.Shape.Rank; axis++)
        {
            Shape partly = trial.Shape.With(axis, FunctionalConv.Shape.Unknown);
            Fit fit = layer.Infer(partly);
            if (!fit.Misfits.IsEmpty) return $"the layer takes {trial.Shape} and refuses {partly}: {fit.Misfits[0]}";
            if (!fit.Shape.Meets(inferred)) return $"the layer infers {inferred} for {trial.Shape} and {fit.Shape} for {partly}";
        }
        return null;
    }

    private static string? Refused(Layer layer, Trial trial)
    {
        foreach (Misfit misfit in layer.Infer(trial.Shape).Misfits)
            if (misfit.Layer.Length == 0 || misfit.Needs.Length == 0 || misfit.Cure.Length == 0) return $"a misfit lacks words: {misfit}";
        try
        {
            layer.On(trial.Shape);
            return $"the layer refuses {trial.Shape}, and yet a network was made";
        }
        catch (MisfitException)
        {
            return null;
        }
    }
}
