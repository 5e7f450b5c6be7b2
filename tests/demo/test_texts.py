"""The reader of the pages' files knows each kind of block, however its lines are broken."""

from demo.data.texts import blocks_of

FILE = """
## Slik blir hagen til

Først legger vi steinene. De skal
stå i en gruppe.

1. Stein
2. Mose – og
   litt sand
3. 3 spiker

- Ingen 2. gang
- En bro - to bredder

> En stein har en forside.
> Du må bare snu den.
> — Mari

> Ingen vet hvem.

![Tegning: en hage.](garden) Liker lys,
ikke sol.

{minihage-1}

| Sand | fin og lys |
| Vann | to ganger i uka |

| coffee | Ingen hast | Kom når du vil. |

Plass til
en hage? [Les om å leie](/minihager/)
"""


def test_reads_each_kind_of_block() -> None:
    assert list(blocks_of(FILE)) == [
        ("heading", "Slik blir hagen til"),
        (
            "paragraph",
            "<p>Først legger vi steinene. De skal stå i en gruppe.</p>"
            "<ol><li>Stein</li><li>Mose – og litt sand</li><li>3 spiker</li></ol>"
            "<ul><li>Ingen 2. gang</li><li>En bro - to bredder</li></ul>",
        ),
        ("quote", {"text": "En stein har en forside. Du må bare snu den.", "who": "Mari"}),
        ("quote", {"text": "Ingen vet hvem.", "who": ""}),
        (
            "picture",
            {
                "illustration": "garden",
                "alt": "Tegning: en hage.",
                "caption": "Liker lys, ikke sol.",
            },
        ),
        ("work", "minihage-1"),
        (
            "facts",
            [
                {"label": "Sand", "value": "fin og lys"},
                {"label": "Vann", "value": "to ganger i uka"},
            ],
        ),
        (
            "promise",
            {"illustration": "coffee", "heading": "Ingen hast", "text": "Kom når du vil."},
        ),
        (
            "call",
            {"text": "Plass til en hage?", "link": "/minihager/", "label": "Les om å leie"},
        ),
    ]
