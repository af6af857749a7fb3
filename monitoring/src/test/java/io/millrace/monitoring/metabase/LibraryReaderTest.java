// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryReaderTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void writeOneCard() throws IOException {
        write("top", "name: Top\nentity_id: top", "Collection");
        write("card", card("card", "top"), "Card");
    }

    @Test
    void putsParentsFirst() throws IOException {
        write("a", "name: A\nentity_id: a\nparent_id: z", "Collection");
        write("z", "name: Z\nentity_id: z\nparent_id: top", "Collection");

        Library library = LibraryReader.read(dir);

        assertThat(library.collections()).extracting(Entity::name).containsExactly("Top", "Z", "A");
        assertThat(library.database()).isEqualTo("Base");
    }

    @Test
    void refusesCollectionsInsideOneAnother() throws IOException {
        write("a", "name: A\nentity_id: a\nparent_id: b", "Collection");
        write("b", "name: B\nentity_id: b\nparent_id: a", "Collection");

        refused("Cannot order the collections: some are inside one another. Correct their parent_id.");
    }

    @Test
    void refusesAFolderWithoutFiles() {
        assertThatThrownBy(() -> LibraryReader.read(dir.resolve("none")))
                .hasMessage("Cannot read " + dir.resolve("none/collections")
                        + ": java.nio.file.NoSuchFileException: " + dir.resolve("none/collections")
                        + ". Check --folder.");
    }

    @Test
    void refusesWhatIsNoEntity() throws IOException {
        write("bad", "name: [", "Card");
        assertThatThrownBy(() -> LibraryReader.read(dir))
                .hasMessageStartingWith("Cannot read " + file("bad") + ": it is not YAML: ");

        Files.writeString(file("bad"), "- 1\n");
        refused("it is not a map");
        write("bad", "name: X\nentity_id: x", "Timeline");
        refused("its model is 'Timeline' (expected Collection, Card or Dashboard in serdes/meta)");
        write("bad", "entity_id: x", "Card");
        refused("it has no name");
        write("bad", "name: X", "Card");
        refused("it has no entity_id");
    }

    @Test
    void refusesReferencesThatLeadNowhere() throws IOException {
        write("bad", card("x", "gone"), "Card");
        refused("its collection_id gone is in no file");
        write("bad", "name: X\nentity_id: x", "Dashboard");
        refused("it has no collection_id, and only what is in a collection is loaded");
        write("bad", "name: X\nentity_id: x\ncollection_id: top\ndashcards:\n- card_id: gone", "Dashboard");
        refused("its card_id gone is in no file");
        write("bad", "name: X\nentity_id: x\ncollection_id: top\ntabs:\n- name: T", "Dashboard");
        refused("it has tabs, which this loader does not know");
        write("bad", card("card", "top"), "Card");
        assertThatThrownBy(() -> LibraryReader.read(dir))
                .hasMessage("Cannot read " + file("card") + ": its entity_id is that of " + file("bad") + " too.");
    }

    @Test
    void refusesCardsOfSeveralDatabases() throws IOException {
        write("other", card("other", "top").replace("Base", "Other"), "Card");

        refused("Cannot load cards of 2 databases [Base, Other]: expected one.");
    }

    @Test
    void refusesQueriesThatAreNoSql() throws IOException {
        write("card", card("card", "top").replace("native", "mbql"), "Card");
        Entity card = LibraryReader.read(dir).cards().get(0);
        assertThatThrownBy(() -> NativeQuery.of(card))
                .hasMessage(
                        "Cannot read " + file("card") + ": its query is not one stage of mbql.stage/native, which is"
                                + " all that this loader knows.");

        write("card", card("card", "top") + "\n    template-tags: [{type: text, name: t}]", "Card");
        Entity tagged = LibraryReader.read(dir).cards().get(0);
        assertThatThrownBy(() -> NativeQuery.of(tagged))
                .hasMessage("Cannot read " + file("card") + ": its tag t is not a dimension over a column, which is all"
                        + " that this loader knows.");
    }

    private void refused(String what) {
        assertThatThrownBy(() -> LibraryReader.read(dir))
                .isInstanceOf(Problem.class)
                .hasMessage(what.startsWith("Cannot") ? what : "Cannot read " + file("bad") + ": " + what + ".");
    }

    private static String card(String id, String collection) {
        return "name: X\nentity_id: " + id + "\ncollection_id: " + collection
                + "\ndataset_query:\n  database: Base\n  stages:\n  - lib/type: mbql.stage/native\n    native: SELECT 1";
    }

    private Path file(String name) {
        return dir.resolve("collections").resolve(name + ".yaml");
    }

    private void write(String name, String yaml, String model) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), yaml + "\nserdes/meta:\n- model: " + model + "\n");
    }
}
