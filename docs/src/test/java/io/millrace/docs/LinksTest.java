// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every relative link in a Markdown file leads to a file. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String target = links.group(1);
                if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
                    broken.add(Repository.ROOT.relativize(page) + " -> " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    /** The checkout that this module is part of. */
    static final class Repository {
        static final Path ROOT = Path.of("").toAbsolutePath().getParent();

        private Repository() {}

        /** Source files by ending; build output and hidden folders are left out. */
        static List<Path> files(String ending) throws IOException {
            try (Stream<Path> paths = Files.walk(ROOT)) {
                return paths.filter(path -> path.toString().endsWith(ending))
                        .filter(path -> !hiddenOrBuilt(ROOT.relativize(path)))
                        .sorted()
                        .toList();
            }
        }

        private static boolean hiddenOrBuilt(Path path) {
            for (Path part : path) {
                String name = part.toString();
                if (name.equals("target") || name.startsWith(".") && name.length() > 1) {
                    return true;
                }
            }
            return false;
        }
    }
}
