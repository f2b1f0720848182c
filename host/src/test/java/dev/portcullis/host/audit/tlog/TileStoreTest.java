package dev.portcullis.host.audit.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples are those of C2SP tlog-tiles. */
class TileStoreTest {
  @TempDir Path directory;

  @Test
  void path_ofTheSpecificationsExamples_isTheirs() {
    assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new Tile(1, 0, 17).path()).isEqualTo("tile/1/000.p/17");
    assertThat(new Tile(63, 5_000, 255).path()).isEqualTo("tile/63/x005/000.p/255");
  }

  @Test
  void parse_everyWrittenPath_isTheTileAndNothingElseIs() {
    for (Tile tile :
        List.of(
            new Tile(0, 0, 256),
            new Tile(2, 999, 1),
            new Tile(0, 1_000, 256),
            new Tile(0, 1_234_067, 8),
            new Tile(63, 123_456_789_012L, 255))) {
      assertThat(Tile.parse(tile.path())).contains(tile);
    }
    for (String wrong :
        List.of(
            "",
            "tile/0/0",
            "tile/00/000",
            "tile/64/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/-1/000",
            "tile/0/../000",
            "/tile/0/000",
            "tile/0/" + "x999/".repeat(7) + "999")) {
      assertThat(Tile.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void append_seventyThousand_writesTheTilesOfTheSpecificationsExample() throws IOException {
    TileStore tiles = TileStore.empty(directory);
    List<TreeHash> leaves = ProofsTest.leaves(70_000);
    for (TreeHash leaf : leaves) {
      tiles.append(leaf);
    }
    tiles.publish();
    for (int i = 0; i < 273; i++) {
      assertThat(directory.resolve(new Tile(0, i, 256).path())).hasSize(8192);
    }
    assertThat(directory.resolve("tile/0/273.p/112")).hasSize(112 * 32);
    assertThat(directory.resolve("tile/1/000")).hasSize(8192);
    assertThat(directory.resolve("tile/1/001.p/17")).hasSize(17 * 32);
    assertThat(directory.resolve("tile/2/000.p/1")).hasSize(32);
    GrowingTree tree = new GrowingTree();
    leaves.forEach(tree::append);
    assertThat(tiles.root()).isEqualTo(tree.root());
    for (long at : List.of(0L, 255L, 256L, 65_535L, 65_536L, 69_999L)) {
      assertThat(
              Proofs.isIncluded(
                  leaves.get((int) at),
                  at,
                  70_000,
                  tree.root(),
                  Proofs.inclusion(tiles, at, 70_000)))
          .isTrue();
    }
  }

  @Test
  void open_atEverySizeAroundATile_goesOnWithTheSameTree() throws IOException {
    List<TreeHash> leaves = ProofsTest.leaves(520);
    GrowingTree tree = new GrowingTree();
    TileStore tiles = TileStore.empty(directory);
    for (TreeHash leaf : leaves) {
      tree.append(leaf);
      tiles.append(leaf);
      tiles.publish();
      tiles = TileStore.open(directory, tiles.size());
      assertThat(tiles.root()).isEqualTo(tree.root());
    }
    assertThat(directory.resolve("tile/0/000.p")).doesNotExist();
    assertThat(directory.resolve("tile/0/001")).hasSize(8192);
  }

  @Test
  void isIn_indexesThatOverflow_areInNoTree() {
    assertThat(new Tile(0, 0, 256).isIn(600)).isTrue();
    assertThat(new Tile(0, 2, 88).isIn(600)).isTrue();
    assertThat(new Tile(0, 2, 89).isIn(600)).isFalse();
    assertThat(new Tile(1, 0, 2).isIn(600)).isTrue();
    for (long index : List.of(3L, 1L << 55, 1L << 56, (1L << 56) + 1, Long.MAX_VALUE)) {
      assertThat(new Tile(0, index, 1).isIn(600)).as("index %s", index).isFalse();
    }
  }

  @Test
  void sync_tilesTheLeavesEndIn_areNeededWhetherPartialOrFullByNow() throws IOException {
    TileStore tiles = TileStore.empty(directory);
    List<TreeHash> leaves = ProofsTest.leaves(600);
    for (TreeHash leaf : leaves.subList(0, 300)) {
      tiles.append(leaf);
    }
    tiles.publish();
    tiles.sync(0, 290);
    for (String ending : List.of("tile/0/001.p/44", "tile/1/000.p/1")) {
      assertNeeded(tiles, ending);
    }
    for (TreeHash leaf : leaves.subList(300, 600)) {
      tiles.append(leaf);
    }
    tiles.publish();
    tiles.sync(0, 290);
    for (String ending : List.of("tile/0/000", "tile/0/001")) {
      assertNeeded(tiles, ending);
    }
  }

  /** What a sync opens is all of it that can be seen from here. */
  private void assertNeeded(TileStore tiles, String path) throws IOException {
    Path tile = directory.resolve(path);
    byte[] content = Files.readAllBytes(tile);
    Files.delete(tile);
    assertThatThrownBy(() -> tiles.sync(0, 290)).as(path).isInstanceOf(IOException.class);
    Files.write(tile, content);
  }

  @Test
  void open_missingOrShortTile_isRefused() throws IOException {
    TileStore tiles = TileStore.empty(directory);
    for (TreeHash leaf : ProofsTest.leaves(3)) {
      tiles.append(leaf);
    }
    tiles.publish();
    Path tile = directory.resolve("tile/0/000.p/3");
    Files.write(tile, new byte[95]);
    assertThatThrownBy(() -> TileStore.open(directory, 3)).isInstanceOf(IOException.class);
    Files.delete(tile);
    assertThatThrownBy(() -> TileStore.open(directory, 3)).isInstanceOf(IOException.class);
  }
}
