"""Stands in for SGLang's kernel package, of which PyPI has only a CUDA build that does not load without a driver.

Every name can be imported from it. None can be called: with plain torch attention and sampling no server here calls one.
"""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)

    def kernel(*_args, **_kwargs):
        raise NotImplementedError(f"sgl_kernel.{name}: there is no kernel for a CPU here")

    return kernel
