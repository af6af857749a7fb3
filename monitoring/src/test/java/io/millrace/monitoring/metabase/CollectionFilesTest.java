// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the format's schema does not say of the shipped files. */
class CollectionFilesTest {
    private static final Library LIBRARY = LibraryReader.read(Path.of("metabase"));
    private static final int COLUMNS = 24;
    private static final Pattern TAG = Pattern.compile("\\{\\{(\\w+)}}");

    static Stream<Entity> all() {
        return Stream.of(LIBRARY.collections(), LIBRARY.cards(), LIBRARY.dashboards())
                .flatMap(List::stream);
    }

    static Stream<Entity> cards() {
        return LIBRARY.cards().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isNamedAfterItself(Entity entity) {
        String slug = entity.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");

        assertThat(entity.file().getFileName()).hasToString(slug + ".yaml");
        JsonNode meta = entity.yaml().path("serdes/meta").path(0);
        assertThat(meta.path("id").asText()).isEqualTo(entity.id());
        assertThat(meta.path("label").asText()).isEqualTo(slug);
        assertThat(entity.yaml().path("description").asText()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("cards")
    void hasAParameterForEachTagAndATagForEachThatItsSqlNames(Entity card) {
        NativeQuery query = NativeQuery.of(card);
        List<JsonNode> parameters = new ArrayList<>();
        card.yaml().path("parameters").forEach(parameters::add);

        assertThat(TAG.matcher(query.sql()).results().map((MatchResult found) -> found.group(1)))
                .containsExactlyElementsOf(
                        query.tags().stream().map(NativeQuery.Tag::name).toList());
        assertThat(parameters).hasSameSizeAs(query.tags());
        for (int i = 0; i < parameters.size(); i++) {
            JsonNode tag = query.tags().get(i).yaml();
            JsonNode parameter = parameters.get(i);
            assertThat(parameter.path("id")).isEqualTo(tag.path("id"));
            assertThat(parameter.path("slug")).isEqualTo(tag.path("name"));
            assertThat(parameter.path("type")).isEqualTo(tag.path("widget-type"));
            assertThat(parameter.path("target").path(1).path(1)).isEqualTo(tag.path("name"));
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void filtersOnlyTablesThatItsSqlNames(Entity card) {
        NativeQuery query = NativeQuery.of(card);

        assertThat(query.tags()).extracting(each -> each.column().table()).isSubsetOf(SqlTables.of(query.sql()));
        assertThat(query.tags()).allMatch(each -> each.column().schema().equals("public"));
    }

    @Test
    void showsEveryQuestionOnceWithAllItsFilters() {
        Entity dashboard = LIBRARY.dashboards().get(0);
        List<String> shown = new ArrayList<>();
        for (JsonNode dashcard : dashboard.yaml().path("dashcards")) {
            String id = dashcard.path("card_id").asText();
            LIBRARY.cards().stream().filter(each -> each.id().equals(id)).forEach(card -> {
                shown.add(card.name());
                assertThat(dashcard.path("parameter_mappings").findValuesAsText("parameter_id"))
                        .as(card.name())
                        .isEqualTo(NativeQuery.of(card).tags().stream()
                                .map(NativeQuery.Tag::name)
                                .toList());
            });
        }

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(LIBRARY.cards().stream()
                        .filter(each -> each.yaml().path("type").asText().equals("question"))
                        .map(Entity::name)
                        .toList());
    }

    @Test
    void laysNothingOverAnother() {
        Set<String> taken = new TreeSet<>();
        for (JsonNode each : LIBRARY.dashboards().get(0).yaml().path("dashcards")) {
            int col = each.path("col").asInt();
            int row = each.path("row").asInt();
            assertThat(col + each.path("size_x").asInt()).isLessThanOrEqualTo(COLUMNS);
            for (int x = col; x < col + each.path("size_x").asInt(); x++) {
                for (int y = row; y < row + each.path("size_y").asInt(); y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("column %s, row %s", x, y)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void givesEachThingAnIdOfItsOwn() {
        List<String> ids = LIBRARY.cards().stream()
                .flatMap(each -> each.yaml().path("parameters").findValuesAsText("id").stream())
                .collect(Collectors.toList());
        ids.addAll(LIBRARY.dashboards().get(0).yaml().path("dashcards").findValuesAsText("entity_id"));
        all().map(Entity::id).forEach(ids::add);

        assertThat(ids).doesNotHaveDuplicates();
    }
}
