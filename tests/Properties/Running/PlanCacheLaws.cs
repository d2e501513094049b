// The plans that a network keeps: the one used longest ago is dropped first, and whatever was run before, an answer is that of a network that ran nothing before.
using FunctionalConv.Plans;
using static FunctionalConv.Layers;
using static FunctionalConv.Losses;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Running;

public class PlanCacheLaws
{
    private const int Most = 12;

    [Law(40)]
    public void A_plan_is_made_anew_only_when_twelve_others_were_used_since(byte[] uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        var cache = new PlanCache();
        var since = new List<int>();
        foreach (int key in uses.Select(use => use % (Most + 3)))
        {
            int made = 0;
            string plan = cache.Get(key, () =>
            {
                made++;
                return $"plan {key}";
            });
            Assert.Equal($"plan {key}", plan);
            Assert.Equal(since.TakeLast(Most).Contains(key) ? 0 : 1, made);
            since.Remove(key);
            since.Add(key);
        }
    }

    [Fact]
    public void What_ran_before_changes_no_answer()
    {
        Func<Model<float>, string>[] questions =
        [
            m => $"{m.Fit(Set, null, Sgd(0.1), 1, 8).Single().Model.Fingerprint()} by cross-entropy",
            m => $"{m.Fit(Set, null, Sgd(0.1), 1, 8, loss: CrossEntropy.Smoothed(0.2)).Single().Model.Fingerprint()} smoothed",
            m => $"{m.Fit(Set, null, Sgd(0.01), 1, 8).Single().Model.Fingerprint()} slower",
            m => $"{m.Fit(Set, null, Sgd(0.1), 1, 5).Single().Model.Fingerprint()} by fives",
            m => $"{m.LossOn(Set)} loss",
            m => $"{m.LossOn(Set, CrossEntropy.Summed())} sum",
            m => Step(m, CrossEntropy, false),
            m => Step(m, CrossEntropy, true),
            m => Step(m, CrossEntropy.Smoothed(0.2), false),
            m => Bits(m.Run(X)),
            m => Bits(m.To<double>().Run(X.To<double>()).To<float>()),
            m => Bits(m.Using(m.Options with { Convolutions = ConvolutionAlgorithm.Winograd }).Run(X)),
            m => Bits(m.Using(Backend.Managed, 1).Run(X)),
            m => $"{m.Predict(Set)} classes",
        ];
        string[] fresh = [.. questions.Select(ask => ask(Fresh()))];
        // All differ, so that one taken for another is seen.
        Assert.Equal(Enumerable.Range(0, fresh.Length), fresh.Select(answer => System.Array.IndexOf(fresh, answer)));
        Model<float> one = Fresh();
        foreach (int i in Enumerable.Range(0, questions.Length).Concat(Enumerable.Range(0, questions.Length).Reverse())) Assert.Equal((i, fresh[i]), (i, questions[i](one)));
    }

    // Another model of one is run as that one is, unless it is told otherwise.
    [Fact]
    public void Options_stay_with_whatever_is_made_of_a_model()
    {
        PlanOptions options = new(Backend.Managed, 3, Accuracy.Exact) { Convolutions = ConvolutionAlgorithm.Columns };
        Model<float> model = Fresh().Using(options);
        Assert.Equal(options, model.Options);
        Assert.Equal(options, model.With("conv1.bias", Tensor.Filled(16, 1f)).Options);
        Assert.Equal(options, model.To<double>().Options);
        Assert.Equal(options, model.Fit(Set, Sgd(0.1), 1).Single().Model.Options);
        Assert.Equal(options, model.Compile().Options);
        Model<float> simple = Conv(4, 3).Then(BatchNorm()).Init((2, 5, 6)).Using(options).Simplify().Model;
        Assert.Equal(("Conv(4, 3)", options), (simple.Network.Layer.ToString(), simple.Options));
    }

    // Wide enough for minimal filtering, which differs from direct products in the last bits.
    private static readonly Layer Net = Conv(16, 3, padding: 1).Then(Relu).Then(Conv(32, 3, padding: 1)).Then(BatchNorm()).Then(Flatten).Then(Dense(3));
    private static readonly Tensor<float> X = Tensor.Normal<float>((10, 4, 20, 20), 2);
    private static readonly Labels Classes = Labels.Of([.. Enumerable.Range(0, 10).Select(i => i % 3)]);
    private static readonly DataSet Set = DataSet.Of("noise", X, Classes, 3);

    private static Model<float> Fresh() => Net.Init((4, 20, 20), 1).Using(Backend.Simd, 2);

    private static string Step(Model<float> model, Loss loss, bool training)
    {
        Gradients<float> found = model.Differentiate(X, Classes, loss, training);
        return $"{found.Loss:R} {Bits(found["conv1.weight"])}";
    }

    private static string Bits(Tensor<float> x) => string.Join(' ', x.Values.ToArray().Take(60).Select(v => BitConverter.SingleToUInt32Bits(v).ToString("x8", System.Globalization.CultureInfo.InvariantCulture)));
}
