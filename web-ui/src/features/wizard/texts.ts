import { defineTexts } from "../../lib/texts";
import { EN } from "./texts.en";
import { IT } from "./texts.it";
import { VI } from "./texts.vi";

export const useWizardTexts = defineTexts("wizard", { en: EN, vi: VI, it: IT });
