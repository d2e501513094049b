// The suite also runs against the libraries' net8.0 assemblies, rolled forward; then this says that they are what is tested.
using System.Reflection;
using System.Runtime.Versioning;

namespace FunctionalConv.Properties;

public class LibraryFrameworkTests
{
    [Fact]
    public void The_libraries_under_test_are_built_for_the_framework_that_was_asked_for()
    {
        string asked = Environment.GetEnvironmentVariable("FUNCTIONALCONV_LIBRARY_FRAMEWORK") is { Length: > 0 } name ? name : "net10.0";
        Assert.All([typeof(Shape).Assembly, typeof(Layer).Assembly], library =>
            Assert.Equal($".NETCoreApp,Version=v{asked["net".Length..]}", library.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName));
    }
}
