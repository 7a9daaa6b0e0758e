"""The sixty prompts of the method, and which of them say something true about each subtype of the city."""

import torch

CLASSES = [
    "road;street;parking space;tram track",
    "sidewalk",
    # "skyscaper" is spelled as the method's authors spell it.
    "building;skyscaper;house;bus stop building;garage;car port;scaffolding",
    "standing wall, which is not part of a building;retaining wall",
    "fence;hole in fence",
    "pole;sign pole;traffic light pole",
    "traffic light",
    "traffic sign;parking sign;direction sign",
    "vegetation;tree;hedge",
    "terrain;grass;soil;sand;roadside grass",
    "sky",
    "person;pedestrian;walking person;standing person;person sitting on the ground;"
    "person sitting on a bench;person sitting on a chair",
    "rider;cyclist;motorcyclist;person on bicycle;person on motorbike;person on bike",
    "car;jeep;SUV;van",
    "truck;box truck;pickup truck;truck trailer",
    "bus",
    "train;tram",
    "motorcycle;moped;scooter",
    "bicycle",
]
PROMPTS = [prompt for prompts in CLASSES for prompt in prompts.split(";")]
PROMPT_CLASS = [index for index, prompts in enumerate(CLASSES) for _ in prompts.split(";")]

NATURE = [8, 9]
VEHICLE = [13, 14, 15, 16, 17, 18]
#: Classes the relabeling looks for, in the order of its map.
TARGETS = [9, 14, 16]

#: Prompts that are true of a subtype, besides the first prompt of its class.
TRUE_PROMPTS = {
    "road": ["street"],
    "sidewalk": [],
    "building": ["skyscaper"],
    "house": ["house"],
    "wall": ["retaining wall"],
    "fence": [],
    "pole": ["sign pole", "traffic light pole"],
    "traffic light": [],
    "traffic sign": ["direction sign", "parking sign"],
    "tree": ["tree"],
    "bush": [],
    "hedge": ["hedge"],
    "grass": ["grass"],
    "soil": ["soil"],
    "sand": ["sand"],
    "verge": ["roadside grass", "grass"],
    "sky": [],
    "walking": ["walking person", "pedestrian"],
    "standing": ["standing person", "pedestrian"],
    "cyclist": ["cyclist", "person on bicycle", "person on bike"],
    "motorcyclist": ["motorcyclist", "person on motorbike"],
    "car": [],
    "jeep": ["jeep"],
    "suv": ["SUV"],
    "van": ["van"],
    "box truck": ["box truck"],
    "pickup": ["pickup truck"],
    "trailer": ["truck trailer"],
    "bus": [],
    "train": [],
    "tram": ["tram"],
    "motorcycle": [],
    "moped": ["moped"],
    "scooter": ["scooter"],
    "bicycle": [],
}


def prompts_of_classes(classes):
    """Indices of the prompts of some classes, in prompt order."""
    return [index for index, owner in enumerate(PROMPT_CLASS) if owner in classes]


def first_prompt(train_id):
    """Index of a class's generic prompt."""
    return PROMPT_CLASS.index(train_id)


def truth_tables(subtypes, train_ids):
    """What the detector and the classifier learn about each subtype.

    Returns ``(relevant, target)``, both [subtypes, 60] float32: ``relevant`` is 1 where a prompt is true; a row of
    ``target`` sums to 1 with 0.8 on the class's first prompt. The method compares a *single* prompt's probability with
    0.5, so the mass must not be shared evenly among synonyms.
    """
    relevant = torch.zeros(len(subtypes), len(PROMPTS))
    target = torch.zeros_like(relevant)
    for row, (subtype, train_id) in enumerate(zip(subtypes, train_ids)):
        if subtype not in TRUE_PROMPTS:
            continue
        generic = first_prompt(train_id)
        own = [PROMPTS.index(prompt) for prompt in TRUE_PROMPTS[subtype]]
        relevant[row, [generic, *own]] = 1
        target[row, generic] = 0.8 if own else 1.0
        for prompt in own:
            target[row, prompt] += 0.2 / len(own)
    return relevant, target
