package org.ablate.plugins.placement.internal;

import java.util.Optional;
import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.placement.DeepNorm;
import org.ablate.plugins.placement.LayerScale;
import org.ablate.plugins.placement.Macaron;
import org.ablate.plugins.placement.NoResidual;
import org.ablate.plugins.placement.NormFormer;
import org.ablate.plugins.placement.Parallel;
import org.ablate.plugins.placement.Peri;
import org.ablate.plugins.placement.Post;
import org.ablate.plugins.placement.Pre;
import org.ablate.plugins.placement.ReZero;
import org.ablate.plugins.placement.ResDual;
import org.ablate.plugins.placement.Sandwich;

/** Registers the built-in placements. */
public final class PlacementPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.placement("post", new Post())
            .summary("norm(x + sublayer(x))")
            .paper("Vaswani et al.", 2017, "arXiv:1706.03762", "§3.1"));
    catalog.add(
        Variant.placement("pre", new Pre())
            .summary("x + sublayer(norm(x)), and a norm after the last layer")
            .paper("Xiong et al.", 2020, "arXiv:2002.04745", "Table 1"));
    catalog.add(
        Variant.placement("sandwich", new Sandwich())
            .summary("x + norm(sublayer(norm(x))), and a norm after the last layer")
            .paper("Ding et al.", 2021, "arXiv:2105.13290", "§2.4"));
    catalog.add(
        Variant.placement("peri", new Peri())
            .summary(
                "x + norm(sublayer(norm(x))), and norms of the embeddings and after the last layer")
            .paper("Kim et al.", 2025, "arXiv:2502.02732", "§3.3"));
    catalog.add(
        Variant.placement("deep-norm", new DeepNorm(Optional.empty(), Optional.empty()))
            .summary("norm(αx + sublayer(x)), where first weights have the gain β")
            .paper("Wang et al.", 2022, "arXiv:2203.00555", "Figure 2"));
    catalog.add(
        Variant.placement("parallel", new Parallel())
            .summary("x + attention(norm(x)) + feed-forward(norm(x))")
            .paper("Wang and Komatsuzaki", 2021, "GPT-J", "the authors' code")
            .paper("Chowdhery et al.", 2022, "arXiv:2204.02311", "§2"));
    catalog.add(
        Variant.placement("rezero", new ReZero())
            .summary("x + α sublayer(x), where α starts at 0")
            .paper("Bachlechner et al.", 2020, "arXiv:2003.04887", "eq. 1"));
    catalog.add(
        Variant.placement("layer-scale", new LayerScale(Optional.empty()))
            .summary("x + λ ⊙ sublayer(norm(x)), where λ starts small")
            .paper("Touvron et al.", 2021, "arXiv:2103.17239", "eq. 4"));
    catalog.add(
        Variant.placement("res-dual", new ResDual())
            .summary("a post-norm and a pre-norm stream: x + norm(d) after the last layer")
            .paper("Xie et al.", 2023, "arXiv:2304.14802", "§2.2"));
    catalog.add(
        Variant.placement("macaron", new Macaron(Macaron.Norm.POST))
            .summary("half a feed-forward before and half of one after attention")
            .paper("Lu et al.", 2019, "arXiv:1906.02762", "§4"));
    catalog.add(
        Variant.placement("norm-former", new NormFormer())
            .summary("pre-norm, and norms of attention's output and of the hidden layer")
            .paper("Shleifer et al.", 2021, "arXiv:2110.09456", "§2"));
    catalog.add(
        Variant.placement("no-residual", new NoResidual())
            .summary("sublayer(norm(x)), and a norm after the last layer")
            .paper("Dong et al.", 2021, "arXiv:2103.03404", "§2"));
  }
}
