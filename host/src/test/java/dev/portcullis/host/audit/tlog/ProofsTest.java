package dev.portcullis.host.audit.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Leaves, roots and proofs are the published ones of the Certificate Transparency project, as in
 * transparency-dev/merkle, {@code proof/verify_test.go}.
 */
class ProofsTest {
  private static final List<TreeHash> LEAVES =
      List.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .stream()
          .map(hex -> TreeHash.ofLeaf(HexFormat.of().parseHex(hex)))
          .toList();

  private static final List<TreeHash> ROOTS =
      hashes(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void root_publishedLeaves_isThePublishedRootAtEverySize() throws IOException {
    GrowingTree tree = new GrowingTree();
    assertThat(tree.root().toString())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (int size = 1; size <= LEAVES.size(); size++) {
      tree.append(LEAVES.get(size - 1));
      assertThat(tree.root()).isEqualTo(ROOTS.get(size - 1));
      assertThat(Proofs.root(nodes(LEAVES), size)).isEqualTo(ROOTS.get(size - 1));
    }
  }

  @Test
  void inclusion_publishedCases_areThePublishedProofs() throws IOException {
    TreeNodes nodes = nodes(LEAVES);
    assertThat(Proofs.inclusion(nodes, 0, 1)).isEmpty();
    assertThat(Proofs.inclusion(nodes, 0, 8))
        .isEqualTo(
            hashes(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    assertThat(Proofs.inclusion(nodes, 5, 8))
        .isEqualTo(
            hashes(
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    assertThat(Proofs.inclusion(nodes, 2, 3))
        .isEqualTo(hashes("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
    assertThat(Proofs.inclusion(nodes, 1, 5))
        .isEqualTo(
            hashes(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
  }

  @Test
  void consistency_publishedCases_areThePublishedProofs() throws IOException {
    TreeNodes nodes = nodes(LEAVES);
    assertThat(Proofs.consistency(nodes, 1, 1)).isEmpty();
    assertThat(Proofs.consistency(nodes, 1, 8))
        .isEqualTo(
            hashes(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    assertThat(Proofs.consistency(nodes, 6, 8))
        .isEqualTo(
            hashes(
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    assertThat(Proofs.consistency(nodes, 2, 5))
        .isEqualTo(
            hashes(
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
    assertThat(Proofs.consistency(nodes, 6, 7))
        .isEqualTo(
            hashes(
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  }

  @Test
  void everyProofOfEveryTreeUpToSeventy_isAcceptedAndEveryChangeOfItIsNot() throws IOException {
    List<TreeHash> leaves = leaves(70);
    TreeNodes nodes = nodes(leaves);
    for (int size = 1; size <= leaves.size(); size++) {
      TreeHash root = Proofs.root(nodes, size);
      for (int at = 0; at < size; at++) {
        List<TreeHash> proof = Proofs.inclusion(nodes, at, size);
        TreeHash leaf = leaves.get(at);
        assertThat(Proofs.isIncluded(leaf, at, size, root, proof)).isTrue();
        assertThat(Proofs.isIncluded(TreeHash.EMPTY, at, size, root, proof)).isFalse();
        assertThat(Proofs.isIncluded(leaf, at + 1, size, root, proof)).isFalse();
        assertThat(Proofs.isIncluded(leaf, at, size, TreeHash.EMPTY, proof)).isFalse();
        for (List<TreeHash> changed : changes(proof)) {
          assertThat(Proofs.isIncluded(leaf, at, size, root, changed)).isFalse();
        }
      }
      for (int from = 1; from <= size; from++) {
        List<TreeHash> proof = Proofs.consistency(nodes, from, size);
        TreeHash fromRoot = Proofs.root(nodes, from);
        assertThat(Proofs.isExtension(from, fromRoot, size, root, proof)).isTrue();
        assertThat(Proofs.isExtension(from, TreeHash.EMPTY, size, root, proof)).isFalse();
        assertThat(Proofs.isExtension(from, fromRoot, size, TreeHash.EMPTY, proof)).isFalse();
        for (List<TreeHash> changed : changes(proof)) {
          assertThat(Proofs.isExtension(from, fromRoot, size, root, changed)).isFalse();
        }
      }
    }
  }

  @Test
  void proof_ofWhatIsNotThere_isRefused() {
    TreeNodes nodes = nodes(LEAVES);
    assertThatThrownBy(() -> Proofs.inclusion(nodes, 8, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.consistency(nodes, 9, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Proofs.isExtension(2, ROOTS.get(1), 1, ROOTS.get(0), List.of())).isFalse();
    assertThat(Proofs.isExtension(0, TreeHash.EMPTY, 1, ROOTS.get(0), List.of())).isTrue();
    assertThat(Proofs.isIncluded(LEAVES.get(0), 0, 0, TreeHash.EMPTY, List.of())).isFalse();
  }

  static List<TreeHash> leaves(int count) {
    List<TreeHash> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(TreeHash.ofLeaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  /** The definition of RFC 6962, section 2.1, taken literally. */
  static TreeNodes nodes(List<TreeHash> leaves) {
    return new TreeNodes() {
      @Override
      public TreeHash node(int height, long index) throws IOException {
        return height == 0
            ? leaves.get((int) index)
            : TreeHash.ofNode(node(height - 1, 2 * index), node(height - 1, 2 * index + 1));
      }
    };
  }

  private static List<List<TreeHash>> changes(List<TreeHash> proof) {
    List<List<TreeHash>> changes = new ArrayList<>();
    for (int i = 0; i < proof.size(); i++) {
      List<TreeHash> without = new ArrayList<>(proof);
      without.remove(i);
      changes.add(without);
      List<TreeHash> other = new ArrayList<>(proof);
      other.set(i, TreeHash.EMPTY);
      changes.add(other);
    }
    List<TreeHash> more = new ArrayList<>(proof);
    more.add(TreeHash.EMPTY);
    changes.add(more);
    return changes;
  }

  private static List<TreeHash> hashes(String... hex) {
    return List.of(hex).stream().map(text -> TreeHash.of(HexFormat.of().parseHex(text))).toList();
  }
}
